import { expect, it } from 'vitest';
import { Refused, read } from './client.ts';
import { useConnection } from './connection.ts';

const answer = (status: number, body: unknown) =>
  Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
const refusalOf = (asked: Promise<Response>): Promise<unknown> => read(asked).catch((error: unknown) => error);

it('gives the body of an answer', async () => {
  expect(await read(answer(200, { items: [1] }))).toEqual({ items: [1] });
});

it('tells what was refused in the words of the server', async () => {
  const problem = { title: 'There is no such journey.', code: 'not-found', detail: { revision: 3 } };
  expect(await refusalOf(answer(404, problem))).toMatchObject({
    message: 'There is no such journey.',
    status: 404,
    code: 'not-found',
    detail: { revision: 3 },
    isPassing: false,
  });
});

it('has words of its own where the answer has none, and says whether to ask again', async () => {
  expect(await refusalOf(answer(502, '<html>'))).toMatchObject({
    status: 502,
    message: 'The server could not do this just now.',
    isPassing: true,
  });
});

it('notices that the server is lost, and that it is back', async () => {
  const lost = await refusalOf(Promise.reject(new TypeError('Failed to fetch')));
  expect(lost).toBeInstanceOf(Refused);
  expect(lost).toMatchObject({ status: 0, message: 'The server cannot be reached.', isPassing: true });
  expect(useConnection.getState().isLost).toBe(true);
  await refusalOf(answer(403, {}));
  expect(useConnection.getState().isLost).toBe(false);
});
