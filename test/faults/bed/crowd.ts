import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../frame/dice.ts';

/** An event as Segment's libraries send it. */
export type Said = Readonly<Record<string, unknown>> & { readonly messageId: string };

export interface Door {
  readonly url: string;
  readonly writeKey: string;
}

const PATIENCE_MS = 15_000;

/** The shop's server: says what its people do, each batch again and again until it was taken, as Segment's libraries do. */
export class Crowd {
  /** Of events that a 200 was answered for. */
  readonly accepted = new Set<string>();
  /** How the intake answered, by status; `none` where it did not. */
  readonly answers = new Map<string, number>();
  readonly #door: () => Door;
  readonly #dice: Dice;

  constructor(door: () => Door, dice: Dice) {
    this.#door = door;
    this.#dice = dice;
  }

  /** These people come, each at a moment of their own within so long; some of them order a while later. Resolves when all was taken. */
  async come(people: readonly string[], withinMs: number, orders: Orders = usualOrders): Promise<void> {
    await this.post(people.map(isKnown));
    await Promise.all(
      people.map(async (person) => {
        await pause(this.#dice.between(0, withinMs));
        await this.post([leftCart(person)]);
        if (!this.#dice.chance(orders.share)) return;
        await pause(this.#dice.between(orders.afterMs[0], orders.afterMs[1]));
        await this.post([ordered(person)]);
      }),
    );
  }

  /** Resolves at the 200. */
  async post(events: readonly Said[]): Promise<void> {
    while (!(await this.tryToPost(events))) await pause(this.#dice.between(100, 500));
  }

  async tryToPost(events: readonly Said[]): Promise<boolean> {
    const { url, writeKey } = this.#door();
    const answer = await fetch(new URL('/v1/batch', url), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ batch: events, sentAt: new Date().toISOString() }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    const status = String(answer?.status ?? 'none');
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    const body = await answer?.text().catch(() => undefined);
    if (!answer?.ok || body === undefined) return false;
    if (body.includes('"reason"')) throw new Error(`The intake refused an event: ${body.slice(0, 500)}`);
    for (const { messageId } of events) this.accepted.add(messageId);
    return true;
  }
}

export interface Orders {
  /** Of the people, who orders. */
  readonly share: number;
  /** From the moment their cart was taken. */
  readonly afterMs: readonly [from: number, to: number];
}
const usualOrders: Orders = { share: 0.5, afterMs: [0, 15_000] };

export function peopleOf(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `${name}-${n + 1}`);
}

/** Of all three channels. */
export function addressesOf(person: string): readonly [phone: string, email: string, device: string] {
  return [`+44${digitsOf(person)}`, `${person}@customers.example`, `phone-of-${person}`];
}

export function isKnown(person: string): Said {
  const [phone, email, token] = addressesOf(person);
  return {
    type: 'identify',
    messageId: `known-${person}`,
    userId: person,
    timestamp: new Date().toISOString(),
    traits: { phone, email, consent: { sms: true, email: true, push: true } },
    context: { device: { token } },
  };
}

export const leftCart = (person: string): Said => track(person, 'Cart Left', 'cart');
export const ordered = (person: string): Said => track(person, 'Order Completed', 'order');

export function track(person: string, event: string, id: string, at: Date = new Date()): Said {
  return { type: 'track', messageId: `${id}-${person}`, userId: person, event, timestamp: at.toISOString() };
}

/** Nine digits that differ from person to person. */
function digitsOf(person: string): string {
  let hash = 0n;
  for (const letter of person) hash = (hash * 131n + BigInt(letter.charCodeAt(0))) % 999_999_937n;
  return hash.toString().padStart(9, '0');
}
