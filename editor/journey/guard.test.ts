import { expect, it } from 'vitest';
import { guard } from './guard.ts';

function guarded(isDirty: boolean) {
  const draft = { isDirty, flushed: 0, flush: () => Promise.resolve(Boolean(++draft.flushed)) };
  const letGo = guard(draft, window);
  const leave = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  return { draft, letGo, leave };
}

it('asks before a page with unsaved edits goes, and lets another one go', () => {
  const dirty = guarded(true);
  expect(dirty.leave()).toBe(true);
  dirty.letGo();
  expect(dirty.leave()).toBe(false);
  const clean = guarded(false);
  expect(clean.leave()).toBe(false);
  clean.letGo();
});

it('saves at once when the page is hidden and when the network is back, where there is something to save', () => {
  const dirty = guarded(true);
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('online'));
  expect(dirty.draft.flushed).toBe(2);
  dirty.letGo();
  window.dispatchEvent(new Event('online'));
  expect(dirty.draft.flushed).toBe(2);
  const clean = guarded(false);
  window.dispatchEvent(new Event('online'));
  expect(clean.draft.flushed).toBe(0);
  clean.letGo();
});
