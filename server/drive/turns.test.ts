import type { WorkspaceId } from '@wend/engine';
import type { ConvoyRest } from '@wend/workflows';
import { expect, it } from 'vitest';
import { newId } from '../ids/index.ts';
import { type TurnSettings, Turns } from './turns.ts';

const driven: ConvoyRest = { kind: 'done', calls: [] };
const [crowd, lone] = [newId<WorkspaceId>(), newId<WorkspaceId>()];

/** A lane with a clock by hand, and drives that end when they are let go. */
function aLane(settings: TurnSettings) {
  let now = 0;
  const turns = new Turns(settings, () => now);
  const begun: WorkspaceId[] = [];
  const ends: (() => void)[] = [];
  const drive = (workspaceId: WorkspaceId) => () => {
    begun.push(workspaceId);
    return new Promise<ConvoyRest>((end) => ends.push(() => end(driven)));
  };
  return {
    begun,
    take: (workspaceId: WorkspaceId) => turns.take(workspaceId, drive(workspaceId)),
    end: (count = 1) => {
      for (const end of ends.splice(0, count)) end();
    },
    pass: (ms: number) => (now += ms),
  };
}

it('lets so many drives of a workspace run and sends the next away, while another workspace drives at once', async () => {
  const { take, end, begun } = aLane({ ofOne: 2, room: 0 });
  const first = [take(crowd), take(crowd)];
  expect(await take(crowd)).toEqual({ kind: 'rest', ms: 1_000, calls: [] });
  const other = take(lone);
  expect(begun).toEqual([crowd, crowd, lone]);
  end(3);
  expect(await Promise.all([...first, other])).toEqual([driven, driven, driven]);
  const next = take(crowd);
  end();
  expect(await next).toEqual(driven);
});

it('lets one that is too many wait in its slot while there is room, in order', async () => {
  const { take, end, begun } = aLane({ ofOne: 1, room: 3 });
  const [first, second, third] = [take(crowd), take(crowd), take(crowd)];
  expect(await take(crowd)).toMatchObject({ kind: 'rest' });
  const other = take(lone);
  expect(begun).toEqual([crowd, lone]);
  end();
  expect(await first).toEqual(driven);
  end();
  expect(await other).toEqual(driven);
  expect(begun).toEqual([crowd, lone, crowd]);
  end();
  expect(await second).toEqual(driven);
  end();
  expect(await third).toEqual(driven);
});

it('hands its place on when a drive fails', async () => {
  const turns = new Turns({ ofOne: 1, room: 2 }, () => 0);
  const failing = turns.take(crowd, () => Promise.reject(new Error('No')));
  const next = turns.take(crowd, async () => driven);
  await expect(failing).rejects.toThrow('No');
  expect(await next).toEqual(driven);
});

it('gives those it sends away their turns one after another, as fast as drives end, none too late', async () => {
  const { take, pass, end } = aLane({ ofOne: 4, room: 0 });
  // Drives take 400 ms, four at a time: a turn every 100 ms.
  for (let n = 0; n < 60; n += 1) {
    const four = [take(crowd), take(crowd), take(crowd), take(crowd)];
    pass(400);
    end(4);
    await Promise.all(four);
  }
  const holding = [take(crowd), take(crowd), take(crowd), take(crowd)];
  const after: number[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    const rest = await take(crowd);
    after.push(rest.kind === 'rest' ? rest.ms : 0);
  }
  expect(after[0]).toBe(1_000);
  expect(after[49]).toBeGreaterThan(4_500);
  expect(after[49]).toBeLessThan(5_500);
  expect(after[999]).toBe(30_000);
  expect(after).toEqual([...after].sort((a, b) => a - b));
  end(4);
  await Promise.all(holding);
});
