import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuth } from '../../server/access/auth.ts';
import { journeys, users } from '../../server/tables/index.ts';
import { aDatabase, aFolder } from '../harness/index.ts';
import { aServer, ORIGIN } from './a-server.ts';
import { document, read } from './a-shop.ts';

const host = { host: 'localhost:4600' };
const refusal = z.object({ code: z.string(), problems: z.array(z.object({ field: z.string() })) });

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

it('lets one of those who follow a link at the same moment in, and leads nowhere but home', async () => {
  const { app, link, follow } = await aLink();
  const answers = await Promise.all([follow(), follow(), follow()]);
  expect(
    answers.flatMap((answer) => answer.headers.getSetCookie()).filter((one) => /token=[^;]/.test(one)),
  ).toHaveLength(1);
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%09/evil.example',
  ];
  for (const name of ['callbackURL', 'errorCallbackURL', 'newUserCallbackURL'])
    for (const url of elsewhere) {
      const led = new URL(link);
      led.searchParams.set(name, url);
      const answer = await app.request(led, { headers: host });
      expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:4600\/\?error=/);
    }
});

it('follows no link for who only looks what is behind it', async () => {
  const { app, link, follow } = await aLink();
  const glances = [
    { method: 'HEAD', headers: host },
    { headers: { ...host, 'sec-purpose': 'prefetch;prerender' } },
    { headers: { ...host, purpose: 'prefetch' } },
  ];
  for (const glance of glances) expect((await app.request(link, glance)).headers.getSetCookie()).toEqual([]);
  expect((await follow()).headers.getSetCookie()).not.toEqual([]);
});

it('gives who signs in a new session, whatever cookie they came with', async () => {
  const [first, second] = [await aLink(), await aLink()];
  const [theirs = ''] = (await first.follow()).headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  const name = theirs.split('=')[0] ?? '';
  // Of another installation, of nobody, and in clear: none of them becomes anybody's session.
  for (const planted of [theirs, `${name}=`, `${name}=attacker.AAAA`]) {
    const cookie = planted.replace(name, await nameOf(second));
    const headers = { ...host, cookie };
    expect((await second.app.request(`${ORIGIN}/api/me`, { headers })).status).toBe(401);
    const link = await second.signInLink(`${second.userId}@example.com`);
    const signedIn = (await second.app.request(link, { headers })).headers.getSetCookie();
    expect(signedIn.join()).toMatch(/session_token=[^;]/);
    expect(signedIn.join()).not.toContain(cookie.slice(cookie.indexOf('=') + 1) || 'nothing planted');
    expect((await second.app.request(`${ORIGIN}/api/me`, { headers })).status).toBe(401);
  }
});

async function nameOf({ signInLink, app, userId }: Awaited<ReturnType<typeof aLink>>): Promise<string> {
  const link = await signInLink(`${userId}@example.com`);
  const [cookie = ''] = (await app.request(link, { headers: host })).headers.getSetCookie();
  return cookie.split('=')[0] ?? '';
}

it('answers no page to another name than its own', async () => {
  const { app } = await aServer();
  const like = ['localhost', 'localhost.:4600', 'localhost:4600.', 'localhost:4600@evil.example', 'localhost:4600, x'];
  const inside = ['[::1]:4600', '0.0.0.0:4600', '127.1:4600', '2130706433:4600', '127.0.0.1.nip.example:4600'];
  for (const name of ['evil.example', 'evil.example:4600', 'localhost:4601', '169.254.169.254', '', ...like, ...inside])
    for (const path of ['/', '/api/me', '/openapi.json']) {
      const answer = await app.request(`http://x${path}`, { headers: { host: name } });
      expect([name, answer.status]).toEqual([name, 421]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
});

it('takes no write from the pages of another site', async () => {
  const { member, db } = await aServer();
  const { ask } = await member();
  const like = [
    'http://localhost:4600.evil.example',
    'http://localhost:4600/',
    'http://localhost',
    'HTTP://LOCALHOST:4600',
  ];
  for (const origin of ['http://evil.example', 'http://localhost:4601', 'https://localhost:4600', 'null', '', ...like])
    expect([origin, (await ask('POST', '/journeys', {}, { origin })).status]).toEqual([origin, 403]);
  const [left] = await db.execute<{ n: number }>(sql`select count(*)::int as n from journeys`);
  expect(left?.n).toBe(0);
});

it('takes nothing from the pages of another site or another port, also where they name no origin', async () => {
  const { member, db } = await aServer();
  const { ask } = await member();
  const plain = { origin: '', 'content-type': 'text/plain' };
  for (const site of ['cross-site', 'same-site']) {
    const fetched = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' };
    expect((await ask('POST', '/journeys', {}, { ...plain, ...fetched })).status).toBe(403);
    expect((await ask('GET', '//api/me', undefined, fetched)).status).toBe(403);
    const visit = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
    expect((await ask('POST', '/journeys', {}, { ...plain, ...visit })).status).toBe(403);
    expect((await ask('GET', '//', undefined, visit)).status).toBe(200);
  }
  const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    expect((await ask('POST', '/journeys', {}, { ...own, 'content-type': type })).status).toBe(415);
  expect(await db.$count(journeys)).toBe(0);
  expect((await ask('POST', '/journeys', {}, own)).status).toBe(201);
});

it('runs no inline code on any page, and is framed by none', async () => {
  const { app } = await aServer();
  for (const path of [
    '/',
    '/w/x/journeys',
    '/docs',
    '/openapi.json',
    '/journey.schema.json',
    '/api/me',
    '/nowhere.txt',
    '/%',
    '/c/abcdefgh',
    '/u/x',
  ]) {
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
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/i);
  }
});

it('answers the pages of shops with data alone', async () => {
  const { app } = await aServer();
  for (const path of ['/v1/track', '/v1/projects/none/settings', '/v1/nowhere']) {
    const answer = await app.request(`${ORIGIN}${path}`, { headers: host });
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status >= 400)]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  }
});

it('lets nobody keep what it answers to a member', async () => {
  const { member, app } = await aServer();
  const { ask } = await member();
  for (const path of ['//api/me', '/journeys', '/profiles', '/nowhere'])
    expect((await ask('GET', path)).headers.get('cache-control')).toBe('no-store');
  expect((await app.request(`${ORIGIN}/api/me`, { headers: host })).headers.get('cache-control')).toBe('no-store');
});

it('has no page under the paths of the API', async () => {
  const { member } = await aServer();
  const { ask } = await member();
  for (const path of ['/nowhere', '//api/nowhere', '//api/w/x/y', '//v1/nowhere']) {
    const answer = await ask('GET', path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
});

it('hands out the files of the editor and no others', async () => {
  const home = aFolder();
  const editor = join(home, 'editor');
  mkdirSync(join(editor, 'assets'), { recursive: true });
  mkdirSync(`${editor}-other`);
  writeFileSync(join(home, 'secret.json'), 'mine');
  writeFileSync(join(`${editor}-other`, 'secret.json'), 'mine');
  writeFileSync(join(editor, 'assets/app.js'), 'yours');
  writeFileSync(join(editor, 'notes.txt'), 'mine');
  const { app } = await aServer({ editor });
  const get = (path: string) => app.request(`${ORIGIN}${path}`, { headers: host });
  expect(await (await get('/assets/app.js')).text()).toBe('yours');
  for (const path of [
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/%2e%2e%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/..%252f..%252fsecret.json',
    '/..%5csecret.json',
    '/....//secret.json',
    '/%2e%2e%2feditor-other%2fsecret.json',
    '/%00/../secret.json',
    '/secret.json%00.js',
    '/notes.txt',
    '/%',
    '/%E0%A4%A.js',
    '/%c0%ae%c0%ae/secret.json',
  ]) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).not.toMatch(/mine/);
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

it('refuses what nobody could read or keep, and says where it lies', async () => {
  const { member, errors } = await aServer();
  const { ask } = await member();
  const { id } = await read(ask('POST', '/journeys', { document }), z.object({ id: z.string() }));
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const raw = (text: string) => new Blob([text]);
  const named = (name: string) => ({ document: { ...document, name } });
  const proto = raw('{"userId":"ada","properties":{"__proto__":{"isAdmin":true}}}');
  const asked: readonly (readonly [string, string, unknown, string])[] = [
    ['POST', '/journeys', named('NUL \0'), 'document.name'],
    ['POST', '/journeys', named('Half \ud800'), 'document.name'],
    ['POST', '/journeys', raw(`{"document":{"format":1,"steps":{"a":${deep}}}}`), 'document.steps.a'],
    ['POST', `/journeys/${id}/publish`, { note: '\0' }, 'note'],
    ['POST', `/journeys/${id}/enter`, proto, 'properties'],
    ['POST', `/journeys/${id}/enter`, raw(`{"userId":"ada","properties":{"a":${deep}}}`), 'properties.a'],
    ['POST', '/keys', { name: '\0', role: 'viewer' }, 'name'],
    ['POST', '/sources', { name: '\udfff', kind: 'browser' }, 'name'],
    ['PUT', '/secrets/x', { value: '\0' }, 'value'],
    ['GET', '/profiles?q=%00', undefined, 'q.0'],
    ['GET', '/messages?state=a%00', undefined, 'state.0'],
  ];
  for (const [method, path, body, field] of asked) {
    const answer = await ask(method, path, body, { 'if-match': '"1"' });
    const { code, problems } = await read(Promise.resolve(new Response(answer.body)), refusal);
    expect([method, path, answer.status, code]).toEqual([method, path, 422, 'invalid']);
    expect(problems[0]?.field.startsWith(field)).toBe(true);
  }
  expect(errors).toEqual([]);
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
  const link = new URL(await auth.linkFor(user.email));
  const answer = await auth.follow(link.searchParams.get('token') ?? '', new Headers());
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-wend-[0-9a-f]{12}\.session_token=[^;]+;.*Path=\/(;|$)/);
  expect(cookie).toMatch(/; Secure/);
  expect(cookie).not.toMatch(/Domain/i);
  expect(await auth.userOf(new Headers({ cookie: cookie.split(';')[0] ?? '' }))).toMatchObject({ id: 'ada' });
});
