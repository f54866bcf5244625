import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { magicLink } from 'better-auth/plugins';
import type { Database } from '../database/index.ts';
import { accounts, sessions, users, verifications } from '../tables/index.ts';

const LINK_LASTS_S = 15 * 60;

export interface AuthParts {
  readonly db: Database;
  /** At least 32 bytes. */
  readonly secret: Buffer;
  readonly publicUrl: string;
}

/** Sessions and one-time links. There are no passwords: who can read the terminal that started Wend can sign in. */
export function makeAuth({ db, secret, publicUrl }: AuthParts) {
  const isSecure = publicUrl.startsWith('https://');
  const links = new Map<string, (url: string) => void>();
  const auth = betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: secret.toString('base64url'),
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: accounts, verification: verifications },
    }),
    advanced: {
      cookiePrefix: cookiePrefix(secret, isSecure),
      // The prefix says it all; the library's own would stand before it.
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, secure: isSecure },
    },
    telemetry: { enabled: false },
    // It logs what was asked of it, statements and addresses included. What fails is thrown, and told by those who asked.
    logger: { disabled: true },
    plugins: [
      magicLink({
        expiresIn: LINK_LASTS_S,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: async ({ email, url }) => links.get(email)?.(url),
      }),
    ],
  });
  return {
    /** Signs in whoever holds the token of a link, once, and leads to our front page: nowhere else, whatever the address says. */
    async follow(token: string, headers: Headers): Promise<Response> {
      const url = new URL('/api/auth/magic-link/verify', publicUrl);
      url.search = String(new URLSearchParams({ token, callbackURL: '/' }));
      return auth.handler(new Request(url, { headers }));
    },

    async userOf(headers: Headers) {
      const session = await auth.api.getSession({ headers });
      return session?.user;
    },

    async signOut(headers: Headers): Promise<Response> {
      return auth.api.signOut({ headers, asResponse: true });
    },

    /** A link that signs this user in once, within fifteen minutes. */
    async linkFor(email: string): Promise<string> {
      const url = new Promise<string>((resolve) => links.set(email, resolve));
      await auth.api.signInMagicLink({ body: { email, callbackURL: '/' }, headers: new Headers() });
      return url.finally(() => links.delete(email));
    },
  };
}
/**
 * Cookies know no ports, so that two Wends of one machine would sign out of each other: the name is of the installation. Over https no
 * neighbouring host can set it either (`__Host-`, RFC 6265bis).
 */
function cookiePrefix(secret: Buffer, isSecure: boolean): string {
  const own = createHmac('sha256', secret).update('cookie name').digest('hex').slice(0, 12);
  return `${isSecure ? '__Host-' : ''}wend-${own}`;
}

export type Auth = ReturnType<typeof makeAuth>;
