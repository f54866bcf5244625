import { connect, createServer, type Server, type Socket } from 'node:net';
import { listening } from '../../harness/listening.ts';
import { Blows } from './blows.ts';
import { isOf } from './is-of.ts';

/**
 * `open`: bytes flow. `hung`: whoever connects is taken, nothing is forwarded, nothing is reset. `refused`: nobody listens, and who was
 * connected is cut off.
 */
type State = 'open' | 'hung' | 'refused';
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A network between a process and what it speaks to, which the suite breaks and heals. */
export class Link {
  readonly address: string;
  readonly #server: Server;
  readonly #port: number;
  readonly blows = new Blows();
  readonly #pairs = new Set<Pair>();
  readonly #forgotten = new Set<Pair>();
  #target: { readonly host: string; readonly port: number };
  #state: State = 'open';
  /** Of these processes alone; of all where absent. */
  #hungFor: ReadonlySet<number> | undefined;

  private constructor(server: Server, address: string, target: string) {
    this.#server = server;
    this.address = address;
    this.#port = Number(address.split(':')[1]);
    this.#target = placeOf(target);
    server.on('connection', (near) => void this.#take(near));
  }

  static async to(target: string): Promise<Link> {
    const server = createServer({ pauseOnConnect: true });
    return new Link(server, await listening(server), target);
  }

  /** Bytes stop, those on their way wait. Of one process alone where it is named. */
  async hang(pid?: number): Promise<void> {
    this.#state = 'hung';
    this.blows.fall();
    this.#hungFor = pid === undefined ? undefined : new Set([pid]);
    for (const pair of this.#pairs) if (await this.#isHung(pair.near)) pause(pair);
  }

  /** As after a firewall has forgotten what it let through: what was connected stays hung for ever, new connections are fine. */
  forget(): void {
    for (const pair of this.#pairs) this.#forgotten.add(pair);
    this.#pairs.clear();
    this.heal();
  }

  heal(): void {
    const wasRefused = this.#state === 'refused';
    this.#state = 'open';
    this.blows.heal();
    for (const pair of this.#pairs) resume(pair);
    if (wasRefused) this.#server.listen(this.#port, '127.0.0.1');
  }

  async refuse(): Promise<void> {
    this.#state = 'refused';
    this.blows.fall();
    const closed = new Promise((done) => this.#server.close(done));
    for (const { near, far } of [...this.#pairs, ...this.#forgotten]) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }

  async close(): Promise<void> {
    if (this.#state !== 'refused') await this.refuse();
  }

  async #take(near: Socket): Promise<void> {
    const far = connect(this.#target);
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true);
      one.on('data', (chunk) => {
        if (!other.write(chunk)) one.pause();
      });
      other.on('drain', () => this.#state !== 'hung' && one.resume());
      one.on('end', () => other.end());
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.#pairs.delete(pair);
      });
    }
    if (await this.#isHung(near)) pause(pair);
    else resume(pair);
  }

  async #isHung(near: Socket): Promise<boolean> {
    if (this.#state !== 'hung') return false;
    if (this.#hungFor === undefined) return true;
    for (const pid of this.#hungFor) if (await isOf(pid, near.remotePort)) return true;
    return false;
  }
}

function pause({ near, far }: Pair): void {
  near.pause();
  far.pause();
}

function resume({ near, far }: Pair): void {
  near.resume();
  far.resume();
}

function placeOf(address: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = address.split(':');
  return { host, port: Number(port) };
}
