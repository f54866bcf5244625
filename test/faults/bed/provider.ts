import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type SandboxFact, signatureOf } from '../../../server/sandbox/index.ts';
import { SIGNATURE_HEADER } from '../../../server/sandbox/signature.ts';
import { listening } from '../../harness/listening.ts';
import type { Dice } from '../frame/dice.ts';

const sendBody = z.object({ reference: z.string(), to: z.string(), callbackUrl: z.url(), payload: z.json() });

/** One copy of a message as the provider has it. */
export interface Copy {
  readonly reference: string;
  readonly channel: string;
  readonly to: string;
  readonly atMs: number;
}

/** What it does with a call: answers, takes it without a word, loses it without a word. */
export type Fate = 'answer' | 'take-and-hang' | 'take-and-drop' | 'hang' | 'drop';

/**
 * A provider in the suite's own process, which speaks the wire of the sandbox: none of Wend's faults reaches its ledger. SMS is
 * idempotent, e-mail traceable, push opaque, as the path of each call says.
 */
export class Provider {
  readonly url: string;
  /** Everything that it took, repeats included, in order. */
  readonly ledger: Copy[] = [];
  /** Everything that it was asked to send, as it came in, whatever it did with it. */
  readonly calls: { readonly to: string; readonly atMs: number }[] = [];
  readonly #copies = new Map<string, Copy[]>();
  /** Of the opaque one: messages whose call was over, as far as its caller was concerned, before it was answered. */
  readonly cutOff = new Set<string>();
  /** Messages that the opaque one lost or took without a word, for no fault of ours. */
  readonly withheld = new Set<string>();
  /** When each was answered, as far as it knows. */
  readonly answeredAt = new Map<string, number>();
  /** Whom it told that a message was delivered, and heard that it was taken note of. */
  readonly told = new Set<string>();
  /** Decided for each call. */
  fateOf: (call: { readonly channel: string; readonly to: string; readonly reference: string }) => Fate = () =>
    'answer';
  /** Somebody clicks, and Wend is told, before the send itself is answered. */
  clicksFirst = false;
  keyOf: (account: string) => string = () => '';
  /** Whether an address is of somebody whom a case knows; in a home in which a Wend has run there are others. */
  isOurs: (address: string) => boolean = () => true;
  /** Callbacks of push would be answers where none is to be had. */
  callsBack: (channel: string) => boolean = (channel) => channel !== 'push';
  readonly #dice: Dice;
  readonly #server: Server;
  #isClosed = false;

  private constructor(server: Server, url: string, dice: Dice) {
    this.#server = server;
    this.url = url;
    this.#dice = dice;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async open(dice: Dice): Promise<Provider> {
    // It closes no connection that Wend is about to use.
    const server = createServer({ keepAliveTimeout: 65_000 });
    return new Provider(server, `http://${await listening(server)}`, dice);
  }

  copiesOf(reference: string): readonly Copy[] {
    return this.#copies.get(reference) ?? [];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const [, honesty = '', account = '', channel = ''] = url.pathname.split('/');
    if (request.headers.authorization !== `Bearer ${this.keyOf(account)}`) return reply(response, 401, {});
    const atMs = Date.now();
    const body = await bodyOf(request);
    if (request.method === 'GET') return await this.#lookUp(url.searchParams.get('reference') ?? '', response);
    const call = { ...sendBody.parse(JSON.parse(body)), channel };
    this.calls.push({ to: call.to, atMs });
    const fate = this.fateOf(call);
    if (fate !== 'answer' && honesty === 'opaque') this.withheld.add(call.reference);
    if (fate === 'hang') return;
    if (fate === 'drop') return void response.destroy();
    this.#take(call, honesty === 'idempotent');
    if (this.callsBack(channel)) void this.callBack(account, call, 'delivered');
    if (this.clicksFirst) await this.callBack(account, call, 'clicked');
    if (fate === 'take-and-hang') return;
    if (fate === 'take-and-drop') return void response.destroy();
    await pause(this.#dice.between(2, 120));
    const isCutOff = (): void => void (honesty === 'opaque' && this.cutOff.add(call.reference));
    response.once('close', () => response.writableFinished || isCutOff());
    if (response.destroyed) isCutOff();
    this.answeredAt.set(call.reference, Date.now());
    reply(response, 201, { id: `ref-${call.reference}` });
  }

  /** Tells again and again, as providers do, until somebody took note of it. */
  async callBack(
    account: string,
    { reference, callbackUrl, to }: Pick<z.infer<typeof sendBody>, 'reference' | 'callbackUrl' | 'to'>,
    kind: string,
    more: Partial<SandboxFact> = {},
  ): Promise<void> {
    const fact = { id: `${reference}:${kind}`, kind, reference, ref: `ref-${reference}`, at: new Date().toISOString() };
    const body = JSON.stringify({ events: [{ ...fact, from: to, ...more }] });
    const headers = {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signatureOf(this.keyOf(account), body),
    };
    for (let tries = 0; !this.#isClosed; tries += 1) {
      const answer = await fetch(callbackUrl, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(5_000),
      }).catch(() => undefined);
      if (answer?.ok) return void this.told.add(`${reference}:${kind}`);
      await pause(Math.min(200 * 2 ** tries, 2_000));
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #take(call: z.infer<typeof sendBody> & { readonly channel: string }, isIdempotent: boolean): Copy {
    const { reference, channel, to } = call;
    const [known] = isIdempotent ? this.copiesOf(reference) : [];
    if (known) return known;
    const copy = { reference, channel, to, atMs: Date.now() };
    this.ledger.push(copy);
    this.#copies.set(reference, [...this.copiesOf(reference), copy]);
    return copy;
  }

  /** What came in before the question is found, also where a busy machine reads the question first. */
  async #lookUp(reference: string, response: ServerResponse): Promise<void> {
    await pause(LOOKS_LATE_MS);
    const messages = this.copiesOf(reference).map(({ atMs }) => ({
      id: `ref-${reference}`,
      state: 'accepted',
      at: new Date(atMs).toISOString(),
    }));
    reply(response, 200, { messages });
  }
}

/** Much less than the two seconds after which Wend takes its word. */
const LOOKS_LATE_MS = 300;

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
