import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const IDS = ['workspaceId', 'convoyId', 'entranceId'] as const;

/** Every line that Temporal's library logs of an activity says what the activity was about. */
export const activityIds: ActivityInterceptorsFactory = () => {
  let ids: Readonly<Record<string, string>> = {};
  return {
    inbound: {
      execute(input, next) {
        ids = idsIn(input.args[0]);
        return next(input);
      },
    },
    outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, ...ids }) },
  };
};

function idsIn(input: unknown): Readonly<Record<string, string>> {
  const given = new Map(Object.entries(typeof input === 'object' && input !== null ? input : {}));
  return Object.fromEntries(
    IDS.flatMap((name) => {
      const id = given.get(name);
      return typeof id === 'string' ? [[name, id]] : [];
    }),
  );
}
