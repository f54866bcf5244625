import type { Problem } from '../document/problem.ts';
import type { JourneyDocument } from '../document/schema.ts';
import type { NodeTypes } from '../node/node-types.ts';
import { assertNever } from '../values/assert-never.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { type Changed, type Draft, refused } from './change.ts';
import type { Command } from './command.ts';
import { connect, disconnect } from './connect.ts';
import { renameStep, setConfig, setNote } from './edit-step.ts';
import { insertStep } from './insert-step.ts';
import { labelOf } from './label.ts';
import { moveStep } from './move-step.ts';
import { paste } from './paste.ts';
import { put, putBack, withParts } from './put.ts';
import { removeBranch } from './remove-branch.ts';
import { removeStep } from './remove-step.ts';

export type Applied =
  | {
      readonly ok: true;
      readonly document: JourneyDocument;
      /** Leads back to the document before. */
      readonly inverse: Command;
      /** For the list of undo: "Delete Nudge". */
      readonly label: string;
    }
  | { readonly ok: false; readonly problem: Problem };

/** Does one edit. Pure, and never throws: what cannot be done is answered with a sentence. */
export function apply(document: JourneyDocument, command: Command, nodeTypes: NodeTypes): Applied {
  const result = attempt({ document, nodeTypes }, command);
  if (!result.ok) return result;
  const inverse = putBack(result.document, document);
  return { ok: true, document: result.document, inverse, label: labelOf(document, command, nodeTypes) };
}

function attempt(draft: Draft, command: Command): Changed {
  try {
    return change(draft, command);
  } catch (error) {
    return refused(`This cannot be done: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function change(draft: Draft, command: Command): Changed {
  switch (command.kind) {
    case 'insert-step':
      return insertStep(draft, command);
    case 'remove-step':
      return removeStep(draft, command.id);
    case 'remove-branch':
      return removeBranch(draft, command.id);
    case 'move-step':
      return moveStep(draft, command.id, command.to);
    case 'set-config':
      return setConfig(draft, command.id, command.config);
    case 'rename-step':
      return renameStep(draft, command.id, command.name);
    case 'set-note':
      return setNote(draft, command.id, command.note);
    case 'connect':
      return connect(draft, command.at, command.to);
    case 'disconnect':
      return disconnect(draft, command.at);
    case 'set-entry':
      return withParts(draft.document, { entry: asJson(command.entry) });
    case 'set-goals':
      return withParts(draft.document, { goals: asJson(command.goals) });
    case 'set-exits':
      return withParts(draft.document, { exits: asJson(command.exits) });
    case 'set-settings':
      return withParts(draft.document, partsOf(command.settings));
    case 'paste':
      return paste(draft, command);
    case 'put':
      return put(draft, command);
    default:
      return assertNever(command);
  }
}

/** A setting that is present but undefined is one that is taken away. */
function partsOf(settings: object): JsonObject {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, asJson(value ?? null)]));
}

function asJson(value: unknown): Json {
  // What a command carries is JSON by its types; they only lack an index signature. `withParts` reads it by the schema.
  return value as Json;
}
