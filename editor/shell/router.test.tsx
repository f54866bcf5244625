import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { makeRouter } from './router.tsx';

// Pages come in pieces of their own, which a busy machine takes its time over.
configure({ asyncUtilTimeout: 10_000 });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const me = {
  user: { id: 'u', name: 'Ada', email: 'ada@x.example' },
  workspaces: [{ id: 'w1', name: 'Shop', timeZone: 'UTC' }],
};

type Answers = Readonly<Record<string, unknown>>;

/** A server that knows these paths; none at all where there are no answers. */
function answering(answers: Answers | undefined): void {
  vi.stubGlobal('fetch', (input: RequestInfo | URL) => {
    if (answers === undefined) return Promise.reject(new TypeError('Failed to fetch'));
    const path = new URL(String(input instanceof Request ? input.url : input), 'http://localhost').pathname;
    const answer = answers[path] ?? new Response('{"title":"There is no such thing."}', { status: 404 });
    return Promise.resolve(answer instanceof Response ? answer.clone() : new Response(JSON.stringify(answer)));
  });
}

/** The editor at an address. */
function at(address: string, answers: Answers | undefined) {
  answering(answers);
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = makeRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}
const inShop = { '/api/me': me, '/api/w/w1/node-types': { items: [] } };

it('leads from the bare address to the journeys of one’s workspace', async () => {
  const router = at('/', { ...inShop, '/api/w/w1/journeys': { items: [] } });
  expect(await screen.findByText('No journeys yet')).toBeTruthy();
  expect(router.state.location.pathname).toBe('/w/w1/journeys');
  expect(document.title).toBe('Journeys · Wend');
});

it('asks whoever is not signed in to sign in, at any address', async () => {
  at('/w/w1/people', { '/api/me': new Response('{"title":"Sign in first."}', { status: 401 }) });
  expect(await screen.findByRole('heading', { name: 'Sign in to Wend' })).toBeTruthy();
});

it('says so to whoever belongs to no workspace', async () => {
  at('/', { '/api/me': { ...me, workspaces: [] } });
  expect(await screen.findByText('You belong to no workspace yet')).toBeTruthy();
});

it('says that there is nothing at an address that leads nowhere, with a way on', async () => {
  at('/w/w1/nowhere', inShop);
  expect(await screen.findByText('There is nothing here')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'All journeys' })).toBeTruthy();
});

it('says what the server says where it does not know the journey, with a way on', async () => {
  at('/w/w1/journeys/j1', inShop);
  expect(await screen.findByText('There is no such thing.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'All journeys' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});

it('leaves out what makes no sense in an address', async () => {
  const router = at('/w/w1/journeys/j1?mode=upside-down&run=7', inShop);
  await screen.findByText('There is no such thing.');
  const [{ search } = { search: {} }] = router.state.matches.slice(-1);
  expect(search).toEqual({});
});

it('offers to try again where the server cannot be reached, and goes on once it can', async () => {
  const router = at('/', {
    ...inShop,
    '/api/w/w1/journeys': { items: [] },
    '/api/me': new Response('', { status: 503 }),
  });
  const again = await screen.findByRole('button', { name: 'Try again' });
  answering({ ...inShop, '/api/w/w1/journeys': { items: [] } });
  fireEvent.click(again);
  expect(await screen.findByText('No journeys yet')).toBeTruthy();
  expect(router.state.location.pathname).toBe('/w/w1/journeys');
});

it('says so where the server cannot be reached at all', async () => {
  at('/', undefined);
  expect(await screen.findByText('The server cannot be reached.')).toBeTruthy();
});
