import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { makeRouter } from '../shell/router.tsx';

configure({ asyncUtilTimeout: 10_000 });
afterEach(() => {
  asked = [];
  cleanup();
  vi.unstubAllGlobals();
});

const upToDate = {
  asOf: '2025-03-01T12:00:00.000Z',
  eventsMs: 0,
  peopleMs: 0,
  messagesMs: 0,
  missing: [],
  silentProviders: [],
  people: { count: 0, first: [] },
  events: { count: 0, first: [] },
};
const me = {
  user: { id: 'u', name: 'Ada', email: 'ada@x.example' },
  workspaces: [{ id: 'w1', name: 'Shop', timeZone: 'UTC' }],
};

/** What the page had the server do. */
let asked: string[] = [];

/** The editor at an address of a shop that is so late. */
function at(address: string, lateness: object) {
  const answers = new Map<string, unknown>([
    ['/api/me', me],
    ['/api/w/w1/node-types', { items: [] }],
    ['/api/w/w1/journeys', { items: [] }],
    ['/api/w/w1/lateness', { ...upToDate, ...lateness }],
  ]);
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, options?: RequestInit) => {
    const { pathname } = new URL(String(input instanceof Request ? input.url : input), 'http://localhost');
    if (options?.method === 'POST') asked.push(pathname);
    return new Response(JSON.stringify(answers.get(pathname) ?? {}));
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = makeRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

it('says that everything is up to date', async () => {
  at('/w/w1/status', {});
  expect(await screen.findByRole('heading', { name: 'Everything is up to date' })).toBeTruthy();
  expect(screen.getAllByText('Up to date')).toHaveLength(3);
  expect(screen.getByText('A fault holds nobody up.')).toBeTruthy();
});

it('names whom a fault holds up and which events were set aside, with the ways to them', async () => {
  const held = { runId: 'r1', profileId: 'p1', journeyId: 'j1', journeyName: 'Welcome', why: 'A fault' };
  const event = { id: 'e1', name: 'Order Completed', type: 'track', receivedAt: upToDate.asOf, why: 'No such day' };
  at('/w/w1/status', {
    people: { count: 3, first: [{ ...held, person: { name: 'Ada', initials: 'A' } }] },
    events: { count: 1, first: [event] },
  });
  const person = await screen.findByRole('link', { name: 'Ada' });
  expect(person.getAttribute('href')).toBe('/w/w1/journeys/j1?mode=live&run=r1');
  expect(screen.getByText('and 2 more')).toBeTruthy();
  const way = screen.getByRole('link', { name: 'Order Completed' });
  expect(way.getAttribute('href')).toBe('/w/w1/events?q=Order+Completed');
});

it('tries again whom a fault holds up and what was set aside, one and all', async () => {
  const person = (runId: string) => ({
    ...{ runId, profileId: runId, journeyId: 'j1', journeyName: 'Welcome', why: 'A fault' },
    person: { name: runId, initials: 'A' },
  });
  const event = { id: 'e1', name: 'Order Completed', type: 'track', receivedAt: upToDate.asOf, why: 'No such day' };
  at('/w/w1/status', {
    people: { count: 2, first: [person('Ada'), person('Grace')] },
    events: { count: 1, first: [event] },
  });
  const press = async (name: string) => {
    const before = asked.length;
    (await screen.findByRole('button', { name })).click();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before));
  };
  await press('Try again: Grace');
  await press('Try all again: People held up');
  await press('Try again: Order Completed');
  expect(asked).toEqual(['/api/w/w1/runs/Grace/retry', '/api/w/w1/runs/retry', '/api/w/w1/events/e1/retry']);
  // One alone needs no button for all.
  expect(screen.queryByRole('button', { name: 'Try all again: Events set aside' })).toBeNull();
});

it('says so on every page where it is serious, and only there', async () => {
  const title = 'Messages run 6 minutes late: the provider for SMS does not answer';
  const silentProviders = [{ id: 'x', channel: 'sms', name: 'One' }];
  at('/w/w1/journeys', { messagesMs: 6 * 60_000, silentProviders });
  expect(await screen.findByText(`${title}.`)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'See more' }).getAttribute('href')).toBe('/w/w1/status');
  cleanup();
  at('/w/w1/status', { messagesMs: 6 * 60_000, silentProviders });
  expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'See more' })).toBeNull();
  cleanup();
  at('/w/w1/journeys', { messagesMs: 4 * 60_000, silentProviders });
  await screen.findByText('No journeys yet');
  await vi.waitFor(() => expect(screen.queryByRole('link', { name: 'See more' })).toBeNull());
});
