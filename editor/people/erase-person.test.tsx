import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { makeRouter } from '../shell/router.tsx';

configure({ asyncUtilTimeout: 10_000 });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const me = {
  user: { id: 'u', name: 'Grace', email: 'grace@x.example' },
  workspaces: [{ id: 'w1', name: 'Shop', timeZone: 'UTC' }],
};
const upToDate = {
  ...{ asOf: '2025-03-01T12:00:00.000Z', eventsMs: 0, peopleMs: 0, messagesMs: 0, missing: [], silentProviders: [] },
  ...{ people: { count: 0, first: [] }, events: { count: 0, first: [] } },
};
const ada = {
  ...{ id: 'p1', person: { name: 'Ada', initials: 'A' }, attributes: {} },
  ...{ identities: [], contactPoints: [], consent: [], runs: [] },
};
const refusal = { type: 'about:blank', title: 'A message to this person is leaving', status: 409, code: 'wrong-state' };

/** The page of a person, and what it had the server erase. */
function thePage(refused = false) {
  const erased: string[] = [];
  const answers = new Map<string, unknown>([
    ['/api/me', me],
    ['/api/w/w1/node-types', { items: [] }],
    ['/api/w/w1/lateness', upToDate],
    ['/api/w/w1/profiles/p1', ada],
    ['/api/w/w1/profiles/p1/events', { items: [] }],
    ['/api/w/w1/profiles', { items: [] }],
  ]);
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, options?: RequestInit) => {
    const { pathname } = new URL(String(input instanceof Request ? input.url : input), 'http://localhost');
    if (options?.method !== 'DELETE') return new Response(JSON.stringify(answers.get(pathname) ?? {}));
    if (refused) return new Response(JSON.stringify({ ...refusal, requestId: 'r' }), { status: 409 });
    erased.push(pathname);
    return new Response(null, { status: 204 });
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const history = createMemoryHistory({ initialEntries: ['/w/w1/people/p1'] });
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={makeRouter(queryClient, history)} />
    </QueryClientProvider>,
  );
  return { erased, history };
}

async function ask(): Promise<HTMLElement> {
  (await screen.findByRole('button', { name: 'Erase person' })).click();
  return screen.findByRole('dialog', { name: 'Erase Ada?' });
}

/** The one in the dialog does it. */
const confirm = (): void => screen.getAllByRole('button', { name: 'Erase person' }).at(-1)?.click();

it('says what goes and what stays before it erases somebody, and leads back to the people', async () => {
  const { erased, history } = thePage();
  const dialog = await ask();
  for (const words of ['every message', 'counts', 'may not be contacted', 'test phone', 'somebody new'])
    expect(dialog.textContent).toContain(words);
  expect(erased).toEqual([]);
  confirm();
  await vi.waitFor(() => expect(history.location.pathname).toBe('/w/w1/people'));
  expect(erased).toEqual(['/api/w/w1/profiles/p1']);
});

it('stays, and says why, where the server refuses', async () => {
  const { history } = thePage(true);
  await ask();
  confirm();
  expect(await screen.findByText('A message to this person is leaving')).toBeTruthy();
  expect(history.location.pathname).toBe('/w/w1/people/p1');
});
