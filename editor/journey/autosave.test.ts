import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { Refused } from '../api/client.ts';
import { Autosave, type SaveState } from './autosave.ts';
import { nodeTypes } from './node-types.ts';
import { makeJourneyStore } from './store.ts';
import type { Timers } from './timers.ts';

/** Time that stands still until a test moves it. */
class HandTimers implements Timers {
  #now = 0;
  #planned: { at: number; act: () => void }[] = [];

  now(): number {
    return this.#now;
  }
  after(ms: number, act: () => void): () => void {
    const one = { at: this.#now + ms, act };
    this.#planned.push(one);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== one);
    };
  }
  /** Lets time pass, and whatever it sets off come to rest. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#planned.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#planned = this.#planned.filter((one) => one !== next);
      next.act();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}
async function settled(): Promise<void> {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
}

interface Sent {
  readonly name: string;
  readonly on: number;
  answer(revision: number): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A draft that is edited, and a server that answers when it is told to. */
function aDraft() {
  const store = makeJourneyStore(aJourney().entry('Ordered').document(), nodeTypes);
  const timers = new HandTimers();
  const sent: Sent[] = [];
  const shown: SaveState[] = [];
  const autosave = new Autosave({
    store,
    revision: 7,
    timers,
    show: (state) => void shown.push(state),
    save: ({ name }, on) =>
      new Promise((resolve, reject) => {
        sent.push({
          name,
          on,
          answer: (revision) => (resolve(revision), settled()),
          fail: (error) => (reject(error), settled()),
        });
      }),
  });
  const rename = (name: string) => store.getState().run({ kind: 'set-settings', settings: { name } });
  return { store, timers, sent, shown, autosave, rename, state: () => shown.at(-1)?.kind };
}
const names = (sent: readonly Sent[]) => sent.map(({ name, on }) => `${name} on ${on}`);
const away = new Refused(0, {});

it('saves a moment after the last edit, once', async () => {
  const { timers, sent, rename, state, autosave } = aDraft();
  rename('A');
  await timers.pass(700);
  rename('B');
  await timers.pass(799);
  expect([names(sent), state(), autosave.isDirty]).toEqual([[], 'saving', true]);
  await timers.pass(1);
  expect(names(sent)).toEqual(['B on 7']);
  await sent[0]?.answer(8);
  expect([state(), autosave.revision, autosave.isDirty]).toEqual(['saved', 8, false]);
});

it('does not wait for ever for somebody who does not stop', async () => {
  const { timers, sent, rename } = aDraft();
  for (let n = 0; n < 10; n += 1) {
    rename(`n${n}`);
    await timers.pass(600);
  }
  expect(names(sent)).toEqual(['n8 on 7']);
});

it('saves what was edited meanwhile next, on the revision that came back', async () => {
  const { timers, sent, rename, state, store } = aDraft();
  rename('A');
  await timers.pass(800);
  rename('B');
  await timers.pass(5_000);
  expect(names(sent), 'one at a time').toEqual(['A on 7']);
  await sent[0]?.answer(8);
  expect(store.getState().document.name, 'an answer never writes the document').toBe('B');
  await timers.pass(800);
  expect(names(sent)).toEqual(['A on 7', 'B on 8']);
  await sent[1]?.answer(9);
  expect(state()).toBe('saved');
});

it('tries again while the server cannot be reached, and keeps what is written', async () => {
  const { timers, sent, rename, state, autosave } = aDraft();
  rename('A');
  await timers.pass(800);
  await sent[0]?.fail(away);
  expect(state()).toBe('offline');
  await timers.pass(3_000);
  await sent[1]?.fail(new Refused(503, {}));
  expect([names(sent), autosave.isDirty]).toEqual([['A on 7', 'A on 7'], true]);
  await timers.pass(3_000);
  await sent[2]?.answer(8);
  expect([state(), autosave.isDirty]).toEqual(['saved', false]);
});

it('does not send again what is refused for what it is, until it is another', async () => {
  const { timers, sent, rename, shown } = aDraft();
  rename('A');
  await timers.pass(800);
  await sent[0]?.fail(new Refused(422, { title: 'This is no journey.' }));
  expect(shown.at(-1)).toEqual({ kind: 'refused', why: 'This is no journey.' });
  await timers.pass(60_000);
  expect(sent).toHaveLength(1);
  rename('B');
  await timers.pass(800);
  expect(names(sent)).toEqual(['A on 7', 'B on 7']);
});

const overtaken = new Refused(412, { detail: { revision: 11, draft: { name: 'Theirs' } } });

it('knows its own save again whose answer was lost', async () => {
  const { timers, sent, rename, autosave, state, store } = aDraft();
  rename('A');
  await timers.pass(800);
  const arrived = store.getState().document;
  await sent[0]?.fail(away);
  rename('B');
  await timers.pass(800);
  await sent[1]?.fail(new Refused(412, { detail: { revision: 8, draft: arrived } }));
  expect([state(), autosave.revision]).toEqual(['saving', 8]);
  await timers.pass(800);
  await sent[2]?.answer(9);
  expect([names(sent).at(-1), state()]).toEqual(['B on 8', 'saved']);
});

it('sends nothing while two drafts stand against each other', async () => {
  const { timers, sent, rename, shown, autosave } = aDraft();
  rename('A');
  await timers.pass(800);
  await sent[0]?.fail(overtaken);
  expect(shown.at(-1)).toEqual({ kind: 'conflict', theirs: { draft: { name: 'Theirs' }, revision: 11 } });
  rename('B');
  await timers.pass(60_000);
  expect([sent.length, await autosave.flush(), sent.length]).toEqual([1, false, 1]);
});

it('lays ours over theirs where ours is chosen', async () => {
  const { timers, sent, rename, autosave } = aDraft();
  rename('A');
  await timers.pass(800);
  await sent[0]?.fail(overtaken);
  autosave.keepMine({ revision: 11, draft: {} });
  await timers.pass(0);
  expect(names(sent)).toEqual(['A on 7', 'A on 11']);
});

it('goes on from theirs where theirs is chosen', async () => {
  const { timers, sent, rename, autosave, state } = aDraft();
  rename('A');
  await timers.pass(800);
  await sent[0]?.fail(overtaken);
  autosave.takeTheirs({ revision: 11, draft: {} });
  expect([state(), autosave.isDirty]).toEqual(['saved', false]);
  rename('B');
  await timers.pass(800);
  expect(names(sent)).toEqual(['A on 7', 'B on 11']);
});

it('saves at once when it is asked to, also what is edited while a save is under way, and says whether all is saved', async () => {
  const { timers, sent, rename, autosave } = aDraft();
  rename('A');
  await timers.pass(800);
  rename('B');
  const flushed = autosave.flush();
  await sent[0]?.answer(8);
  await settled();
  expect(names(sent)).toEqual(['A on 7', 'B on 8']);
  await sent[1]?.fail(away);
  expect(await flushed).toBe(false);
  const again = autosave.flush();
  await settled();
  await sent[2]?.answer(9);
  expect([await again, autosave.isDirty]).toEqual([true, false]);
});

it('goes on with what is unsaved when its page is left, until it is saved, and with nothing else', async () => {
  const { timers, sent, rename, autosave } = aDraft();
  rename('A');
  let isDone = false;
  void autosave.close().then(() => {
    isDone = true;
  });
  await settled();
  await sent[0]?.fail(away);
  expect([names(sent), isDone]).toEqual([['A on 7'], false]);
  await timers.pass(3_000);
  await sent[1]?.answer(8);
  expect(isDone).toBe(true);
  rename('B');
  await timers.pass(60_000);
  expect(names(sent)).toEqual(['A on 7', 'A on 7']);
});

it('does not go on for ever with what will not be taken', async () => {
  const { timers, sent, rename, autosave } = aDraft();
  rename('A');
  const closed = autosave.close();
  await settled();
  await sent[0]?.fail(new Refused(404, {}));
  await closed;
  await timers.pass(60_000);
  expect(sent).toHaveLength(1);
});
