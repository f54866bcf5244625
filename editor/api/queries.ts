import { queryOptions } from '@tanstack/react-query';
import { client, read, workspaceClient } from './client.ts';
import { hasLeft } from './leaving.ts';

/** The server's answers, by what was asked. */
export const queries = {
  me: queryOptions({ queryKey: ['me'], queryFn: () => read(client.me.$get()), staleTime: 60_000, retry: false }),

  journeys: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'journeys'],
      queryFn: async () => (await read(workspaceClient.journeys.$get({ param: { workspaceId } }))).items,
      refetchInterval: 10_000,
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

  people: (workspaceId: string, journeyId: string, step: string | undefined) =>
    queryOptions({
      queryKey: [workspaceId, 'people', journeyId, step],
      queryFn: async () =>
        (
          await read(
            workspaceClient.journeys[':journeyId'].people.$get({
              param: { workspaceId, journeyId },
              query: { ...(step === undefined ? {} : { step }), state: 'resting' },
            }),
          )
        ).items,
      refetchInterval: 5_000,
    }),

  passed: (workspaceId: string, journeyId: string, step: string | undefined) =>
    queryOptions({
      queryKey: [workspaceId, 'passed', journeyId, step],
      queryFn: async () =>
        (
          await read(
            workspaceClient.journeys[':journeyId'].people.$get({
              param: { workspaceId, journeyId },
              query: { ...(step === undefined ? {} : { step }), state: 'passed' },
            }),
          )
        ).items,
    }),

  run: (workspaceId: string, runId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'run', runId],
      queryFn: () => read(workspaceClient.runs[':runId'].$get({ param: { workspaceId, runId } })),
      refetchInterval: 3_000,
    }),

  profiles: (workspaceId: string, q: string) =>
    queryOptions({
      queryKey: [workspaceId, 'profiles', q],
      queryFn: async () => (await read(workspaceClient.profiles.$get({ param: { workspaceId }, query: { q } }))).items,
    }),

  profile: (workspaceId: string, profileId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'profile', profileId],
      queryFn: () => read(workspaceClient.profiles[':profileId'].$get({ param: { workspaceId, profileId } })),
    }),

  messages: (
    workspaceId: string,
    filter: {
      readonly channel?: string | undefined;
      readonly state?: string | undefined;
      readonly profile?: string | undefined;
    },
  ) =>
    queryOptions({
      queryKey: [workspaceId, 'messages', filter],
      queryFn: async () => {
        const query = Object.fromEntries(
          Object.entries(filter).filter(
            (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
          ),
        );
        return (await read(workspaceClient.messages.$get({ param: { workspaceId }, query }))).items;
      },
      refetchInterval: 3_000,
    }),

  events: (workspaceId: string, q: string) =>
    queryOptions({
      queryKey: [workspaceId, 'events', q],
      queryFn: async () => (await read(workspaceClient.events.$get({ param: { workspaceId }, query: { q } }))).items,
      refetchInterval: 3_000,
    }),

  rejected: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'rejected'],
      queryFn: async () => (await read(workspaceClient.events.rejected.$get({ param: { workspaceId } }))).items,
    }),

  schema: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'schema'],
      queryFn: () => read(workspaceClient.schema.$get({ param: { workspaceId } })),
      staleTime: 30_000,
    }),

  sources: (workspaceId: string) =>
    queryOptions({
      queryKey: [workspaceId, 'sources'],
      queryFn: async () => (await read(workspaceClient.sources.$get({ param: { workspaceId } }))).items,
    }),
};
