import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NodeType } from '@wend/engine';
import type { Perform } from '../drive/define-perform.ts';

export interface ImportedNode {
  readonly nodeType: NodeType;
  readonly perform: Perform | undefined;
}

/** Runs a bundled step type and says in a sentence what it lacks. */
export async function importNode(script: string): Promise<ImportedNode> {
  const { default: nodeType, perform } = await moduleOf(script);
  if (!isNodeType(nodeType)) throw new Error('its default export is not what defineNode answers');
  const { type, calls = false, initial, version } = nodeType;
  if (perform !== undefined && !isPerform(perform)) throw new Error('its "perform" is not what definePerform answers');
  if (calls && !perform) throw new Error(`"${type}" says that it calls, and exports no "perform"`);
  if (perform && !calls) throw new Error(`"${type}" exports a "perform" and does not say "calls: true"`);
  if (perform && perform.nodeType !== type)
    throw new Error(`its "perform" is for "${perform.nodeType}", not "${type}"`);
  nodeType.bind('step', initial, version);
  return { nodeType, perform };
}

/** The same step type as a page gets it: without the server and without Node. */
export async function tryForPage(script: string): Promise<void> {
  const module = await moduleOf(script).catch((error: unknown) => {
    throw new Error(`it does not load without Node, where the editor runs (${String(error)})`);
  });
  if (!isNodeType(module.default)) throw new Error('it is no step type where the editor runs, without Node');
}

async function moduleOf(script: string): Promise<{ readonly default?: unknown; readonly perform?: unknown }> {
  // A file, not a data: address, which would stand with the whole script in the stack of every error.
  const folder = await mkdtemp(join(tmpdir(), 'wend-step-'));
  try {
    const file = join(folder, 'step.mjs');
    await writeFile(file, script);
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A look at the outside alone: the engine that made it may be another copy than ours. */
function isNodeType(value: unknown): value is NodeType {
  return (
    isRecord(value) &&
    typeof value['type'] === 'string' &&
    /^[a-z][a-z0-9-]{0,59}$/.test(value['type']) &&
    Number.isInteger(value['version']) &&
    typeof value['title'] === 'string' &&
    typeof value['bind'] === 'function' &&
    isRecord(value['config'])
  );
}

function isPerform(value: unknown): value is Perform {
  return (
    isRecord(value) &&
    typeof value['nodeType'] === 'string' &&
    typeof value['run'] === 'function' &&
    isRecord(value['limits'])
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
