import { compilePublished, type JourneyDocument, type NodeTypes, type Plan } from '@wend/engine';

/** Plans over these node types. A version that no longer compiles, as its node type is gone, stops its own runs with a sentence. */
export function planCompiler(nodeTypes: NodeTypes): (document: JourneyDocument) => Plan {
  return (document) => {
    const compiled = compilePublished(document, nodeTypes);
    if (compiled.ok) return compiled.plan;
    throw new Error(
      compiled.problems.map(({ step, sentence }) => (step === undefined ? sentence : `${step}: ${sentence}`)).join(' '),
    );
  };
}
