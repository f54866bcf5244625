import { setTimeout as pause } from 'node:timers/promises';
import type { Link } from '../bed/link.ts';
import type { Part } from '../bed/wend.ts';
import type { Case } from '../frame/case.ts';
import type { Scene } from '../frame/scene.ts';

const PEOPLE = 120;
const WITHIN_MS = 12_000;
const MINUTE_MS = 60_000;

interface Outage {
  readonly name: string;
  readonly what: string;
  readonly linkOf: (scene: Scene) => Link | undefined;
  /** Hung for this part alone; for all where absent. */
  readonly part?: Part;
  readonly fullMs: number;
  readonly blows: number;
  readonly breaks: 'hang' | 'refuse';
  /** What was connected stays hung when the network is well again. */
  readonly forgets?: boolean;
}

/** A network breaks in the midst of a crowd, and heals. */
function outageOf({ name, what, linkOf, part, fullMs, blows, breaks, forgets = false }: Outage): Case {
  return {
    name,
    what,
    apart: true,
    blows,
    async run(scene) {
      const link = linkOf(scene);
      if (!link) throw new Error('There is no such network');
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      if (breaks === 'refuse') await link.refuse();
      else await link.hang(part && (await scene.wend.pidOf(part)));
      await pause(scene.outageMs(fullMs));
      if (forgets) link.forget();
      else link.heal();
      await coming;
    },
  };
}

const toDatabase = ({ wend }: Scene) => wend.below?.database;
const toTemporal = ({ wend }: Scene) => wend.below?.temporal;

/** Each name says what breaks and between whom. */
export const networks: readonly Case[] = [
  outageOf({
    name: 'hang-provider',
    what: 'the network between worker and provider hangs without a reset',
    linkOf: ({ wend }) => wend.toProvider,
    fullMs: MINUTE_MS,
    blows: 3,
    breaks: 'hang',
  }),
  outageOf({
    name: 'hang-database',
    what: 'the network between worker and Postgres hangs without a reset',
    linkOf: toDatabase,
    part: 'worker',
    fullMs: MINUTE_MS,
    blows: 1,
    breaks: 'hang',
  }),
  outageOf({
    name: 'hang-temporal',
    what: 'the network between worker and Temporal hangs without a reset',
    linkOf: toTemporal,
    part: 'worker',
    fullMs: MINUTE_MS,
    blows: 1,
    breaks: 'hang',
  }),
  outageOf({
    name: 'forget-database',
    what: 'the network between worker and Postgres hangs, and what was connected then stays hung for ever',
    linkOf: toDatabase,
    part: 'worker',
    fullMs: MINUTE_MS,
    blows: 1,
    breaks: 'hang',
    forgets: true,
  }),
  outageOf({
    name: 'refuse-database',
    what: 'Postgres takes no connection',
    linkOf: toDatabase,
    fullMs: MINUTE_MS,
    blows: 1,
    breaks: 'refuse',
  }),
  {
    name: 'temporal-away',
    what: 'Temporal is away, and the intake goes on answering 200',
    apart: true,
    blows: 1,
    async run(scene) {
      const temporal = toTemporal(scene);
      await scene.sometime(0, 1_000);
      await temporal?.refuse();
      const outage = pause(scene.outageMs(5 * MINUTE_MS)).then(() => temporal?.heal());
      await scene.come(PEOPLE, WITHIN_MS);
      await outage;
      const others = [...scene.crowd.answers].filter(([status]) => status !== '200');
      if (others.length > 0) throw new Error(`The intake also answered ${others.map(String).join('; ')}`);
    },
  },
];
