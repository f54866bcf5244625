import type { Outcome } from './perform.ts';

const SIGNS = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' } as const;

/** Cases by seeds. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const seeds = [...new Set(outcomes.map(({ seed }) => seed))];
  const names = [...new Set(outcomes.map(({ name }) => name))];
  const cell = (name: string, seed: number): string => {
    const found = outcomes.find((outcome) => outcome.name === name && outcome.seed === seed);
    return found ? `${SIGNS[found.kind]} ${found.seconds} s` : '';
  };
  return [
    `| case | ${seeds.map((seed) => `seed ${seed}`).join(' | ')} |`,
    `| --- |${' --- |'.repeat(seeds.length)}`,
    ...names.map((name) => `| \`${name}\` | ${seeds.map((seed) => cell(name, seed)).join(' | ')} |`),
  ].join('\n');
}
