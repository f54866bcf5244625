import { compilePattern } from '../pattern/pattern.ts';
import type { Condition } from './schema.ts';

/** What is wrong with a condition in a journey with these steps, a sentence each. */
export function checkCondition(condition: Condition, steps: readonly string[]): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((one) => checkCondition(one, steps));
    case 'not':
      return checkCondition(condition.of, steps);
    case 'message':
      return checkStep(condition.step, steps);
    case 'metric':
      return [...checkStep(condition.metric.step, steps), ...checkOperand(condition)];
    case 'events':
      return [
        ...checkOperand(condition),
        ...(condition.measure === 'sum' && !condition.path ? ['A sum needs the property that is added up.'] : []),
      ];
    case 'attribute':
    case 'property':
    case 'variable':
      return checkOperand(condition);
    default:
      return [];
  }
}

function checkStep(step: string | undefined, steps: readonly string[]): readonly string[] {
  return step === undefined || steps.includes(step)
    ? []
    : [`The condition looks at a step that is not there any more (${step}).`];
}

type Compared = Extract<Condition, { op: unknown }>;

function checkOperand({ op, value }: Compared): readonly string[] {
  if (op === 'exists' || op === 'missing') return [];
  if (value === undefined || value === '') return ['The condition compares with nothing yet.'];
  if (op === 'between' && !(Array.isArray(value) && value.length === 2))
    return ['“Between” needs a lowest and a highest value.'];
  if (op === 'matches') {
    const pattern = typeof value === 'string' ? compilePattern(value) : { problem: 'A pattern is text.' };
    return 'problem' in pattern ? [pattern.problem] : [];
  }
  return [];
}
