import { ENTRY, type JourneyDocument, type Step } from '../document/schema.ts';
import type { NodeTypes } from '../node/node-types.ts';
import { assertNever } from '../values/assert-never.ts';
import { stepOf } from './change.ts';
import type { Command } from './command.ts';

/** What a command is called in the list of undo: "Delete Nudge". */
export function labelOf(document: JourneyDocument, command: Command, nodeTypes: NodeTypes): string {
  const named = (id: string) => nameOf(document, id, nodeTypes);
  switch (command.kind) {
    case 'insert-step':
      return `Add ${titleOf(command.step, nodeTypes)}`;
    case 'remove-step':
      return `Delete ${named(command.id)}`;
    case 'remove-branch':
      return `Delete ${named(command.id)} and what follows`;
    case 'move-step':
      return `Move ${named(command.id)}`;
    case 'set-config':
      return `Change ${named(command.id)}`;
    case 'rename-step':
      return command.name === '' ? `Take the name off ${named(command.id)}` : `Rename to ${command.name}`;
    case 'set-note':
      return `${command.note === '' ? 'Delete the note of' : 'Note on'} ${named(command.id)}`;
    case 'connect':
      return `Connect ${named(command.at.from)} to ${named(command.to)}`;
    case 'disconnect':
      return `Disconnect ${named(command.at.from)}`;
    case 'set-entry':
      return 'Change the entry';
    case 'set-goals':
      return 'Change the goals';
    case 'set-exits':
      return 'Change the exits';
    case 'set-settings':
      return 'Change the settings';
    case 'paste': {
      const count = Object.keys(command.steps).length;
      return `Paste ${count === 1 ? 'a step' : `${count} steps`}`;
    }
    case 'put':
      return 'Change the journey';
    default:
      return assertNever(command);
  }
}

function nameOf(document: JourneyDocument, id: string, nodeTypes: NodeTypes): string {
  const step = stepOf(document, id);
  if (id === ENTRY) return 'the entry';
  return step ? titleOf(step, nodeTypes) : id;
}

function titleOf(step: Step, nodeTypes: NodeTypes): string {
  return step.name === '' ? (nodeTypes.get(step.type)?.title ?? step.type) : step.name;
}
