import { createRoute, z } from '@hono/zod-openapi';
import { type CallId, isJsonObject, type JsonObject } from '@wend/engine';
import { bodyLimit } from 'hono/body-limit';
import { JourneyError, type Keys, readSignedId } from '../access/index.ts';
import type { CallBack } from '../drive/index.ts';
import { obstacleIn } from '../intake/storable.ts';
import { refuses } from './problem.ts';
import { routes } from './routes/routes.ts';
import { anyObject, body, nothing } from './shapes.ts';

/** As much of an answer as a run keeps. */
const LARGEST = 64 * 1024;

const finish = createRoute({
  method: 'post',
  path: '/calls/{token}',
  summary: 'Finish a call of a step, at the address that it was given',
  request: {
    params: z.object({ token: z.string().max(100) }),
    body: body(anyObject),
  },
  responses: {
    204: nothing,
    ...refuses({
      'not-found': 'no call has this address',
      gone: 'nobody waits for this call any more',
      invalid: 'the answer is no JSON object that can be kept',
    }),
  },
});

export interface CallParts {
  readonly keys: Keys;
  readonly finishCall: (id: CallId, output: JsonObject) => Promise<CallBack>;
}

/** Where other systems tell what came of a call. Public: the address is the authorisation, and good for one call. */
export function callRoutes({ keys, finishCall }: CallParts) {
  const app = routes();
  app.use('/calls/*', bodyLimit({ maxSize: LARGEST }));
  return app.openapi(finish, async (c) => {
    const id = readSignedId<CallId>(keys.of('calls'), c.req.valid('param').token);
    // As it was sent: the schema would leave out a name that it does not allow without a word.
    const output = storable(await c.req.json());
    const found = id === undefined ? 'not-found' : await finishCall(id, output);
    if (found === 'not-found') throw new JourneyError('not-found', 'No call has this address.');
    if (found === 'over') throw new JourneyError('gone', 'Nobody waits for this call any more.');
    return c.body(null, 204);
  });
}

function storable(said: unknown): JsonObject {
  const obstacle = isJsonObject(said) ? obstacleIn(said) : { reason: 'An answer is a JSON object', field: '' };
  if (obstacle || !isJsonObject(said))
    throw new JourneyError('invalid', `${obstacle?.reason}.`, { detail: { field: obstacle?.field } });
  return said;
}
