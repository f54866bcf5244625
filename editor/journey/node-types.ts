import { builtInNodes, type NodeType, type NodeTypes, nodeTypesOf } from '@wend/engine';
import { read, workspaceClient } from '../api/client.ts';

const known = new Map(nodeTypesOf(builtInNodes));

/** Every step type: the built-in ones, and the operator's own once they are loaded. */
export const nodeTypes: NodeTypes = known;

/** Brings the operator's own step types in from our own origin, before any page draws a step. One that fails is left out. */
export async function loadOwnTypes(workspaceId: string): Promise<void> {
  const { items } = await read(workspaceClient['node-types'].$get({ param: { workspaceId } }));
  const missing = items.flatMap(({ type, module }) => (module === undefined || known.has(type) ? [] : [module]));
  const loaded = await Promise.allSettled(missing.map((module) => import(/* @vite-ignore */ module)));
  for (const result of loaded) {
    const own: unknown = result.status === 'fulfilled' ? result.value.default : undefined;
    if (isNodeType(own)) known.set(own.type, own);
  }
}

function isNodeType(value: unknown): value is NodeType {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'bind' in value &&
    typeof value.bind === 'function'
  );
}
