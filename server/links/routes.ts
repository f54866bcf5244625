import type { MessageId } from '@wend/engine';
import { Hono } from 'hono';
import { readSignedId } from '../access/index.ts';
import type { IntakeDeps } from '../intake/index.ts';
import type { AddressHash } from '../suppressions/address-hash.ts';
import { findLink, recordClick } from './click.ts';
import { isGlance } from './glance.ts';
import { optOut } from './unsubscribe.ts';

export interface LinkDeps extends IntakeDeps {
  readonly unsubscribeKey: Buffer;
  readonly addressHash: AddressHash;
}

const PRIVATE = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };

/** The links in messages: clicks, and the way out. Public; each is its own authorisation. */
export function linkRoutes(deps: LinkDeps): Hono {
  return new Hono()
    .on(['GET', 'HEAD'], '/c/:token', async (c) => {
      const link = await findLink(deps, c.req.param('token'));
      if (!link)
        return c.html(page('This link has run out', '<p>It may have been cut off on its way.</p>'), 404, PRIVATE);
      if (!isGlance(c.req)) await recordClick(deps, link, c.req.header('user-agent'));
      return c.body(null, 302, { ...PRIVATE, location: link.url });
    })
    .get('/u/:token', (c) => {
      const known = readSignedId(deps.unsubscribeKey, c.req.param('token')) !== undefined;
      // Looking changes nothing: scanners look at every link of a mail.
      return known
        ? c.html(
            page(
              'Unsubscribe',
              '<p>Shall we stop writing to you here?</p><form method="post"><button>Stop writing to me</button></form>',
            ),
            200,
            PRIVATE,
          )
        : c.html(page('This link has run out', ''), 404, PRIVATE);
    })
    .post('/u/:token', async (c) => {
      const messageId = readSignedId<MessageId>(deps.unsubscribeKey, c.req.param('token'));
      const asked = messageId === undefined ? [] : [{ messageId, source: 'unsubscribe link' }];
      const done = await deps.db.transaction((tx) => optOut(tx, deps.clock, deps.addressHash, asked));
      return done.size > 0
        ? c.html(page('Done', '<p>You will get nothing more here.</p>'), 200, PRIVATE)
        : c.html(page('This link has run out', ''), 404, PRIVATE);
    });
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>`;
}
