import type { IdentityKind } from '../../tables/index.ts';
import type { Queued } from '../contract.ts';

/** An id of the outside world. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

export function identityKey({ kind, value }: Identity): string {
  return `${kind}:${value}`;
}

export const user = (value: string): Identity => ({ kind: 'user', value });
export const anonymous = (value: string): Identity => ({ kind: 'anonymous', value });

/** Every id an event may be about. An alias's previous id may be of either kind. */
export function identitiesOf({ userId, anonymousId, previousId }: Queued): readonly Identity[] {
  return [
    ...(userId === undefined ? [] : [user(userId)]),
    ...(anonymousId === undefined ? [] : [anonymous(anonymousId)]),
    ...(previousId === undefined ? [] : [user(previousId), anonymous(previousId)]),
  ];
}
