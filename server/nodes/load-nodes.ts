import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { builtInNodes, type NodeTypes, nodeTypesOf } from '@wend/engine';
import { type Performs, performsOf } from '../drive/define-perform.ts';
import { performWebhook } from '../drive/perform-webhook.ts';
import { bundleNode } from './bundle.ts';
import { nodesNamedIn } from './config-file.ts';
import { type ImportedNode, importNode, tryForPage } from './import-node.ts';

export interface LoadedNodes {
  readonly nodeTypes: NodeTypes;
  readonly performs: Performs;
  /** For the pages: scripts whose default export is a step type, by the hash of what they hold. */
  readonly modules: ReadonlyMap<string, string>;
  /** Which of those modules defines a step type. */
  readonly moduleOf: ReadonlyMap<string, string>;
  /** A sentence for each that was left out, and why. The rest runs. */
  readonly refused: readonly string[];
}

interface LoadedNode extends ImportedNode {
  readonly module: string;
}

/** The built-in step types and those that the operator's config file names. */
export async function loadNodes(configFile: string | undefined): Promise<LoadedNodes> {
  const refused: string[] = [];
  const types = new Map(nodeTypesOf(builtInNodes));
  const performs = [performWebhook];
  const modules = new Map<string, string>();
  const moduleOf = new Map<string, string>();
  for (const { source, result } of await operatorsNodes(configFile, refused)) {
    if (result instanceof Error) {
      refused.push(sentence(`The step type ${source} was left out: ${result.message}`));
    } else if (types.has(result.nodeType.type)) {
      refused.push(`The step type ${source} was left out: there is already one called "${result.nodeType.type}".`);
    } else {
      types.set(result.nodeType.type, result.nodeType);
      if (result.perform) performs.push(result.perform);
      const hash = createHash('sha256').update(result.module).digest('hex');
      modules.set(hash, result.module);
      moduleOf.set(result.nodeType.type, hash);
    }
  }
  return { nodeTypes: types, performs: performsOf(performs), modules, moduleOf, refused };
}

async function operatorsNodes(configFile: string | undefined, refused: string[]) {
  if (configFile === undefined) return [];
  const file = resolve(configFile);
  const sources = await nodesNamedIn(file).catch((error: unknown) => {
    refused.push(sentence(`No step types of your own were loaded: ${asError(error).message}`));
    return [];
  });
  return Promise.all(
    sources.map(async (source) => ({ source, result: await loadNode(source, dirname(file)).catch(asError) })),
  );
}

async function loadNode(source: string, folder: string): Promise<LoadedNode> {
  const [script, module] = await Promise.all([
    bundleNode(source, folder, 'node'),
    bundleNode(source, folder, 'browser'),
  ]);
  const node = await importNode(script);
  await tryForPage(module);
  return { ...node, module };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** The first line alone, ended. */
const sentence = (text: string): string => `${text.split('\n')[0]?.replace(/[.\s]+$/, '')}.`;
