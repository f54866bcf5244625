import type { NodeType } from './define-node.ts';

export type NodeTypes = ReadonlyMap<string, NodeType>;

/** Later ones never replace earlier ones: a type has one definition. */
export function nodeTypesOf(list: readonly NodeType[]): NodeTypes {
  const types = new Map<string, NodeType>();
  for (const type of list) {
    if (types.has(type.type)) throw new Error(`Two node types are called ${type.type}`);
    types.set(type.type, type);
  }
  return types;
}
