import { type Command, ENTRY, type JourneyDocument, validate } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { insertion } from './insert.ts';
import { nodeTypes } from './node-types.ts';
import { makeJourneyStore } from './store.ts';

const journey = (): JourneyDocument =>
  aJourney().entry('Ordered').split({ a: 0.5, b: 0.5 }, 'split').sms('Hi', 'text').document();

function opened(document = journey()) {
  const clock = { now: 0 };
  const store = makeJourneyStore(document, nodeTypes, () => clock.now);
  const { run, undo, redo, select, load } = store.getState();
  return { clock, store, run, undo, redo, select, load, now: () => store.getState() };
}
const renamed = (name: string): Command => ({ kind: 'rename-step', id: 'text', name });

it('changes the journey by commands, and says what was done', () => {
  const { run, now } = opened();
  expect(run(renamed('Nudge')).ok).toBe(true);
  expect([now().document.steps['text']?.name, now().edits]).toEqual(['Nudge', 1]);
  expect(now().said).toBe(now().past.at(-1)?.label);
});

it('refuses what cannot be done, says why, and counts it as no edit', () => {
  const { run, now } = opened();
  const before = now().document;
  expect(run({ kind: 'remove-step', id: 'nowhere' }).ok).toBe(false);
  expect([now().document, now().edits, now().past]).toEqual([before, 0, []]);
  expect(now().said).not.toBe('');
});

it('undoes and does again, by name', () => {
  const { run, undo, redo, now } = opened();
  run(renamed('Nudge'));
  run({ kind: 'remove-step', id: 'text' });
  undo();
  expect(now().document.steps['text']?.name).toBe('Nudge');
  expect(now().said).toMatch(/^Undone: /);
  undo();
  expect(now().document).toEqual(journey());
  redo();
  redo();
  expect([now().document.steps['text'], now().future]).toEqual([undefined, []]);
  expect(now().said).toMatch(/^Done again: /);
  redo();
  undo();
  undo();
  undo();
  expect(now().document).toEqual(journey());
});

it('forgets what was undone once something else is done', () => {
  const { run, undo, redo, now } = opened();
  run(renamed('A'));
  undo();
  run(renamed('B'));
  redo();
  expect(now().document.steps['text']?.name).toBe('B');
});

it('counts undoing as an edit, since it is to be saved', () => {
  const { run, undo, redo, now } = opened();
  run(renamed('A'));
  undo();
  redo();
  expect(now().edits).toBe(3);
});

it('makes one entry of what is typed into one field without a pause', () => {
  const { run, undo, now, clock } = opened();
  for (const name of ['N', 'Nu', 'Nud']) {
    run(renamed(name), 'name text');
    clock.now += 500;
  }
  clock.now += 1_000;
  run(renamed('Nudge'), 'name text');
  run({ kind: 'set-note', id: 'text', note: 'x' }, 'note text');
  expect(now().past).toHaveLength(3);
  undo();
  undo();
  expect(now().document.steps['text']?.name).toBe('Nud');
  undo();
  expect(now().document).toEqual(journey());
});

it('keeps two hundred steps back', () => {
  const { run, undo, now } = opened();
  for (let n = 0; n < 250; n += 1) run(renamed(`n${n}`));
  expect(now().past).toHaveLength(200);
  for (let n = 0; n < 250; n += 1) undo();
  expect(now().document.steps['text']?.name).toBe('n49');
});

it('comes back to the beginning from any five hundred edits, and to their end again', () => {
  // The same edits every time: their seed is written here.
  const random = randomOf(20_260_101);
  const { run, undo, redo, now } = opened();
  const marks = [now().document];
  for (let n = 0; n < 500; n += 1) {
    const command = anyCommand(now().document, random);
    if (command && run(command).ok) marks.push(now().document);
  }
  const left = now().past.length;
  expect(left).toBe(200);
  for (let n = 1; n <= left; n += 1) {
    undo();
    expect(now().document).toEqual(marks[marks.length - 1 - n]);
  }
  for (let n = 0; n < left; n += 1) redo();
  expect(now().document).toEqual(marks.at(-1));
}, 30_000);

it('never takes selection for an edit', () => {
  const { select, now, undo } = opened();
  select('text');
  undo();
  expect([now().selected, now().edits, now().past]).toEqual(['text', 0, []]);
});

it('knows at every moment what keeps the journey from being published', () => {
  const { run, undo, now } = opened();
  run({ kind: 'set-config', id: 'text', config: { body: '' } });
  expect(now().problems).toEqual(validate(now().document, nodeTypes));
  expect(now().problems.map(({ step, field }) => [step, field])).toEqual([['text', 'body']]);
  undo();
  expect(now().problems).toEqual([]);
});

it('takes another draft in place of its own, with nothing to undo', () => {
  const { run, load, undo, now } = opened();
  run(renamed('Mine'));
  const theirs = aJourney().entry('Ordered').sms('Theirs', 'text').document();
  load(theirs);
  undo();
  expect([now().document, now().past, now().future, now().edits]).toEqual([theirs, [], [], 1]);
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function anyCommand(document: JourneyDocument, random: () => number): Command | undefined {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const id = pick(Object.keys(document.steps));
  const edge = pick(document.edges);
  const at = edge === undefined ? { from: ENTRY, port: 'next' } : { from: edge.from, port: edge.port };
  const kind = random();
  if (kind < 0.5 || id === undefined)
    return insertion(document, nodeTypes, at, pick(['sms', 'wait', 'split', 'branch', 'email']) ?? 'sms');
  if (kind < 0.65) return { kind: 'remove-step', id };
  if (kind < 0.8) return { kind: 'rename-step', id, name: `n${Math.floor(random() * 1_000)}` };
  if (kind < 0.9) return { kind: 'move-step', id, to: at };
  return { kind: 'set-settings', settings: { holdout: Math.round(random() * 50) / 100 } };
}
