import { expect, it } from 'vitest';
import { aServer } from './a-server.ts';

const metrics = async () => 'wend_up 1\n';
const localhost = { host: 'localhost:4600' };

async function statusOf(parts: object, headers: Record<string, string>): Promise<number> {
  const { app } = await aServer({ metrics, ...parts });
  const answer = await app.request('http://localhost:4600/metrics', { headers });
  if (answer.status === 200) expect(await answer.text()).toBe('wend_up 1\n');
  return answer.status;
}

it('tells its metrics to this machine, and to nobody who comes by another name or through a proxy', async () => {
  expect(await statusOf({}, localhost)).toBe(200);
  expect(await statusOf({}, { host: '127.0.0.1:4600' })).toBe(200);
  expect(await statusOf({}, { host: 'wend.example' })).toBe(404);
  expect(await statusOf({}, { ...localhost, 'x-forwarded-for': '203.0.113.7' })).toBe(404);
});

it('tells them to nobody without a token once the world may ask, whatever name its proxy calls us by', async () => {
  const publicUrl = 'https://wend.example';
  expect(await statusOf({ publicUrl }, localhost)).toBe(404);
  const metricsToken = 'a-token-of-the-scraper';
  expect(await statusOf({ publicUrl, metricsToken }, localhost)).toBe(404);
  expect(await statusOf({ publicUrl, metricsToken }, { ...localhost, authorization: 'Bearer another-token' })).toBe(
    404,
  );
  const authorization = `Bearer ${metricsToken}`;
  expect(await statusOf({ publicUrl, metricsToken }, { host: '10.0.0.7', authorization })).toBe(200);
});
