import type { Role } from '../tables/index.ts';
import type { Actor } from './context.ts';
import { JourneyError } from './journey-error.ts';

export type Action =
  | 'read'
  | 'edit-journey'
  | 'publish-journey'
  | 'act-on-person'
  | 'erase-person'
  | 'manage-workspace';

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, publisher: 2, admin: 3, owner: 4 };
const NEEDED: Readonly<Record<Action, Role>> = {
  read: 'viewer',
  'edit-journey': 'editor',
  'publish-journey': 'publisher',
  'act-on-person': 'publisher',
  'erase-person': 'admin',
  'manage-workspace': 'admin',
};

export function can(actor: Actor, action: Action): boolean {
  return RANKS[actor.role] >= RANKS[NEEDED[action]];
}

/** Throws where this actor may not. Asked by `verb`, before anything else. */
export function demand(actor: Actor, action: Action): void {
  if (!can(actor, action))
    throw new JourneyError('forbidden', `This needs the role ${NEEDED[action]}; yours is ${actor.role}.`);
}
