import { markedValues } from '../node/marked.ts';
import type { Plan } from './plan.ts';

/** Every text of a journey that becomes an e-mail, in every language: what publishing compiles to HTML. */
export function emailTexts({ steps }: Pick<Plan, 'steps'>): readonly string[] {
  const texts = [...steps.values()].flatMap(({ type, node }) =>
    markedValues(type.config, node.config, 'widget', 'email').map(({ value }) => String(value)),
  );
  return [...new Set(texts)];
}
