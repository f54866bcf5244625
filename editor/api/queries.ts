import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, read, workspaceClient } from './client.ts';
import { hasLeft } from './leaving.ts';
import { pages } from './pages.ts';

interface MessageFilter {
  readonly channel?: string | undefined;
  readonly state?: string | undefined;
}
type Whereabouts = 'resting' | 'passed' | 'parked';

/** Without what is not asked for. */
const said = (filter: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );

/** The server's answers, by what was asked. */
export const queries = {
  me: queryOptions({ queryKey: ['me'], queryFn: () => read(client.me.$get()), staleTime: 60_000, retry: false }),

  journeys: (workspaceId: string, q: string) =>
    pages({
      queryKey: [workspaceId, 'journeys', q],
      ask: (cursor) => read(workspaceClient.journeys.$get({ param: { workspaceId }, query: said({ q, cursor }) })),
      everyMs: 10_000,
    }),

  journey: (workspaceId: string, journeyId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'journey', journeyId],
      queryFn: async () => {
        await hasLeft(journeyId);
        return read(workspaceClient.journeys[':journeyId'].$get({ param: { workspaceId, journeyId } }));
      },
      refetchOnWindowFocus: false,
    }),

  versions: (workspaceId: string, journeyId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'versions', journeyId],
      queryFn: async () =>
        (await read(workspaceClient.journeys[':journeyId'].versions.$get({ param: { workspaceId, journeyId } }))).items,
    }),

  /** People of a journey who are at a step now, have come through it, or are held up by a fault. */
  people: (workspaceId: string, journeyId: string, step: string | undefined, state: Whereabouts) =>
    pages({
      queryKey: [workspaceId, 'people', journeyId, step, state],
      ask: (cursor) =>
        read(
          workspaceClient.journeys[':journeyId'].people.$get({
            param: { workspaceId, journeyId },
            query: { ...said({ step, cursor }), state },
          }),
        ),
      everyMs: 5_000,
    }),

  /** One person's way through a journey: its latest part, and the parts before it once they are asked for. */
  run: (workspaceId: string, runId: string) =>
    infiniteQueryOptions({
      queryKey: [workspaceId, 'run', runId],
      queryFn: ({ pageParam }) =>
        read(
          workspaceClient.runs[':runId'].$get({
            param: { workspaceId, runId },
            query: pageParam === 0 ? {} : { before: String(pageParam) },
          }),
        ),
      initialPageParam: 0,
      getNextPageParam: ({ earlier }) => earlier,
      select: ({ pages: [latest, ...before] }) =>
        latest && { ...latest, timeline: [...before.toReversed(), latest].flatMap(({ timeline }) => timeline) },
      refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 3_000 : false),
    }),

  profiles: (workspaceId: string, q: string) =>
    pages({
      queryKey: [workspaceId, 'profiles', q],
      ask: (cursor) => read(workspaceClient.profiles.$get({ param: { workspaceId }, query: said({ q, cursor }) })),
    }),

  profile: (workspaceId: string, profileId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'profile', profileId],
      queryFn: () => read(workspaceClient.profiles[':profileId'].$get({ param: { workspaceId, profileId } })),
    }),

  profileEvents: (workspaceId: string, profileId: string) =>
    pages({
      queryKey: [workspaceId, 'profile-events', profileId],
      ask: (cursor) =>
        read(
          workspaceClient.profiles[':profileId'].events.$get({
            param: { workspaceId, profileId },
            query: said({ cursor }),
          }),
        ),
    }),

  messages: (workspaceId: string, filter: MessageFilter) =>
    pages({
      queryKey: [workspaceId, 'messages', filter],
      ask: (cursor) =>
        read(workspaceClient.messages.$get({ param: { workspaceId }, query: said({ ...filter, cursor }) })),
      everyMs: 3_000,
    }),

  events: (workspaceId: string, q: string) =>
    pages({
      queryKey: [workspaceId, 'events', q],
      ask: (cursor) => read(workspaceClient.events.$get({ param: { workspaceId }, query: said({ q, cursor }) })),
      everyMs: 3_000,
    }),

  rejected: (workspaceId: string) =>
    pages({
      queryKey: [workspaceId, 'rejected'],
      ask: (cursor) => read(workspaceClient.events.rejected.$get({ param: { workspaceId }, query: said({ cursor }) })),
    }),

  schema: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'schema'],
      queryFn: () => read(workspaceClient.schema.$get({ param: { workspaceId } })),
      staleTime: 30_000,
    }),

  /** How the test providers behave. */
  played: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'played'],
      queryFn: async () => (await read(workspaceClient.sandbox.played.$get({ param: { workspaceId } }))).items,
    }),

  /** How late everything is; on every page. */
  lateness: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'lateness'],
      queryFn: () => read(workspaceClient.lateness.$get({ param: { workspaceId } })),
      refetchInterval: 15_000,
      staleTime: 5_000,
    }),

  sources: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'sources'],
      queryFn: async () => (await read(workspaceClient.sources.$get({ param: { workspaceId } }))).items,
    }),
};
