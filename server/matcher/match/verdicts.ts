import {
  type Condition,
  canonicalJson,
  type Json,
  type PersonEvent,
  type ProfileId,
  type WorkspaceId,
} from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import type { EventJudged } from '../../drive/deps.ts';
import type { MatcherDeps } from '../contract.ts';

/** An event as the matcher weighs it: of whom, and where it came from. */
export interface Weighed extends PersonEvent {
  readonly id: string;
}

/** Collects conditions first, has them judged in one go, answers afterwards: so a batch asks the database a constant number of times. */
export class Verdicts {
  readonly #asked = new Map<string, EventJudged>();
  readonly #answers = new Map<string, boolean>();

  ask(profileId: ProfileId, event: Weighed, condition: Condition | undefined): void {
    if (condition === undefined) return;
    const { name, properties, at } = event;
    this.#asked.set(keyOf(profileId, event, condition), { profileId, condition, event: { name, properties, at } });
  }

  async judge({ judge }: MatcherDeps, tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
    const open = [...this.#asked].filter(([key]) => !this.#answers.has(key));
    if (open.length === 0) return;
    const answers = await judge.events(
      tx,
      workspaceId,
      open.map(([, question]) => question),
    );
    for (const [index, [key]] of open.entries()) this.#answers.set(key, answers[index] === true);
  }

  /** True without a condition; a question that was never asked is a defect. */
  passes(profileId: ProfileId, event: Weighed, condition: Condition | undefined): boolean {
    if (condition === undefined) return true;
    const answer = this.#answers.get(keyOf(profileId, event, condition));
    if (answer === undefined) throw new Error('A condition was not judged before it was needed');
    return answer;
  }
}

/** Conditions are parts of remembered documents, so most are told apart by identity; the text is made once each. */
const texts = new WeakMap<object, string>();

function keyOf(profileId: ProfileId, { id }: Weighed, condition: Condition): string {
  const text = texts.get(condition) ?? canonicalJson(jsonOf(condition));
  texts.set(condition, text);
  return `${profileId} ${id} ${text}`;
}

function jsonOf(condition: Condition): Json {
  // A condition is JSON by its schema; only the index signature is missing from its type.
  return condition as unknown as Json;
}
