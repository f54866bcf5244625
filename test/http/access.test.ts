import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuth } from '../../server/access/index.ts';
import { users } from '../../server/tables/index.ts';
import { aDatabase } from '../harness/index.ts';
import { aServer, ORIGIN } from './a-server.ts';

const host = { host: 'localhost:4600' };

async function aLink() {
  const server = await aServer();
  const { userId } = await server.member();
  const link = await server.signInLink(`${userId}@example.com`);
  return { ...server, userId, link, follow: () => server.app.request(link, { headers: host }) };
}

it('signs in by a link once, with a cookie that no script and no other site can use', async () => {
  const { follow, app } = await aLink();
  const first = await follow();
  expect(first.headers.get('location')).toBe(`${ORIGIN}/`);
  const cookies = first.headers.getSetCookie();
  expect(cookies).not.toEqual([]);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  expect((await app.request(`${ORIGIN}/api/me`, { headers: { ...host, cookie } })).status).toBe(200);
  const second = await follow();
  expect(second.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
  expect(second.headers.get('location')).toMatch(/error=/);
});

it('refuses a link after fifteen minutes, and keeps only the hash of its token', async () => {
  const { follow, db, link } = await aLink();
  const [kept] = await db.execute<{ left: number; row: string }>(
    sql`select extract(epoch from expires_at - now())::float8 as left, verifications::text as row from verifications order by created_at desc limit 1`,
  );
  expect(kept?.left).toBeGreaterThan(14 * 60);
  expect(kept?.left).toBeLessThanOrEqual(15 * 60);
  expect(kept?.row).not.toContain(new URL(link).searchParams.get('token') ?? 'no token');
  await db.execute(sql`update verifications set expires_at = now() - interval '1 second'`);
  expect((await follow()).headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
});

it('ends the session at sign-out, on the server too', async () => {
  const { member } = await aServer();
  const { ask } = await member();
  expect((await ask('POST', '//api/sign-out')).status).toBe(204);
  expect((await ask('GET', '//api/me')).status).toBe(401);
});

it('offers none of the session library but the address that a link leads to', async () => {
  const { app, member } = await aServer();
  const { ask } = await member();
  for (const path of [
    'sign-in/magic-link',
    'sign-in/email',
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
  ]) {
    expect((await ask('POST', `//api/auth/${path}`, { email: 'eve@example.com', name: 'Eve' })).status).toBe(404);
    const signedOut = await app.request(`${ORIGIN}/api/auth/${path}`, {
      method: 'POST',
      headers: { ...host, origin: ORIGIN },
    });
    expect([401, 404]).toContain(signedOut.status);
  }
});

it('answers no page to another name than its own', async () => {
  const { app } = await aServer();
  for (const name of ['evil.example', 'localhost:4601', '169.254.169.254', ''])
    for (const path of ['/', '/api/me', '/openapi.json']) {
      const answer = await app.request(`http://x${path}`, { headers: { host: name } });
      expect([name, answer.status]).toEqual([name, 421]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
});

it('takes no write from the pages of another site', async () => {
  const { member, db } = await aServer();
  const { ask } = await member();
  for (const origin of ['http://evil.example', 'http://localhost:4601', 'https://localhost:4600', 'null'])
    expect([origin, (await ask('POST', '/journeys', {}, { origin })).status]).toEqual([origin, 403]);
  const [left] = await db.execute<{ n: number }>(sql`select count(*)::int as n from journeys`);
  expect(left?.n).toBe(0);
});

it('runs no inline code on any page, and is framed by none', async () => {
  const { app } = await aServer();
  for (const path of ['/', '/w/x/journeys', '/docs', '/openapi.json', '/api/me', '/nowhere.txt']) {
    const answer = await app.request(`${ORIGIN}${path}`, { headers: host });
    const policy = Object.fromEntries(
      (answer.headers.get('content-security-policy') ?? '').split(';').map((part) => part.trim().split(/ (.*)/s)),
    );
    expect([path, policy['script-src']]).toEqual([path, "'self'"]);
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'style-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/i);
  }
});

it('tells nothing of a fault but the id under which it was logged', async () => {
  const { member, db, errors } = await aServer();
  const { ask } = await member();
  await db.execute(sql`alter table journeys rename to mislaid`);
  const answer = await ask('GET', '/journeys');
  expect(answer.status).toBe(500);
  const said = await answer.text();
  expect(JSON.parse(said)).toEqual({
    type: 'about:blank',
    title: 'Something went wrong on our side.',
    status: 500,
    code: 'internal',
    requestId: answer.headers.get('x-request-id'),
  });
  expect(errors).toHaveLength(1);
});

it('reads no more than two megabytes, and says so', async () => {
  const { member } = await aServer();
  const { ask } = await member();
  const answer = await ask('POST', '/journeys', { document: { name: 'x'.repeat(2_100_000) } });
  expect(answer.status).toBe(413);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

it('answers a body that does not fit with what is wrong', async () => {
  const { member } = await aServer();
  const { ask } = await member();
  for (const body of [{ document: 7 }, { document: { format: 2 } }, [], 'x']) {
    const answer = await ask('POST', '/journeys', body);
    expect(answer.status).toBe(422);
    const sentence = expect.stringMatching(/./);
    expect(await answer.json()).toMatchObject({
      code: 'invalid',
      problems: expect.arrayContaining([expect.objectContaining({ sentence })]),
    });
  }
});

/** A browser: it keeps cookies by host, whatever the port. */
class Jar {
  readonly #cookies = new Map<string, string>();

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  take(answer: Response): void {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

it('stays signed in to one Wend of a machine while signing in to and out of another', async () => {
  const [one, other] = [await aLink(), await aLink()];
  const jar = new Jar();
  jar.take(await one.follow());
  jar.take(await other.follow());
  const ask = ({ app }: typeof one, method: string, path: string) =>
    app.request(`${ORIGIN}${path}`, { method, headers: { ...host, origin: ORIGIN, cookie: jar.header } });
  const me = z.object({ user: z.object({ id: z.string() }) });
  const idOf = async (server: typeof one) =>
    me.safeParse(await (await ask(server, 'GET', '/api/me')).json()).data?.user.id;
  expect([await idOf(one), await idOf(other)]).toEqual([one.userId, other.userId]);
  jar.take(await ask(other, 'POST', '/api/sign-out'));
  expect([await idOf(one), await idOf(other)]).toEqual([one.userId, undefined]);
});

it('binds its cookie to its own host where it is reached by https', async () => {
  const { db } = await aDatabase();
  const auth = makeAuth({ db, secret: randomBytes(32), publicUrl: 'https://wend.example' });
  const now = new Date();
  const user = { id: 'ada', name: 'Ada', email: 'ada@example.com', emailVerified: true };
  await db.insert(users).values({ ...user, createdAt: now, updatedAt: now });
  const answer = await auth.handler(new Request(await auth.linkFor(user.email)));
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-wend-[0-9a-f]{12}\.session_token=[^;]+;.*Path=\/(;|$)/);
  expect(cookie).toMatch(/; Secure/);
  expect(cookie).not.toMatch(/Domain/i);
  expect(await auth.userOf(new Headers({ cookie: cookie.split(';')[0] ?? '' }))).toMatchObject({ id: 'ada' });
});
