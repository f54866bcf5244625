import type { NodeType } from '@wend/engine';
import { nodeTypes } from '../journey/node-types.ts';

const GROUPS = [
  ['message', 'Messages'],
  ['timing', 'Timing'],
  ['logic', 'Logic'],
  ['action', 'Actions'],
] as const;

/** Step types by group, those that the search finds in name or summary. */
export function grouped(search: string): readonly { readonly title: string; readonly types: readonly NodeType[] }[] {
  const wanted = search.trim().toLowerCase();
  return GROUPS.map(([group, title]) => ({
    title,
    types: [...nodeTypes.values()].filter(
      (type) => type.group === group && `${type.title} ${type.summary}`.toLowerCase().includes(wanted),
    ),
  })).filter(({ types }) => types.length > 0);
}
