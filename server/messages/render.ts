import {
  type Instant,
  type JsonObject,
  type MessageContext,
  type RenderedMessage,
  renderMessage,
  withWayOut,
} from '@wend/engine';
import { signId } from '../access/index.ts';
import { FOOTER, plainTextOf } from './compile-email.ts';
import { compiledEmails } from './compiled-emails.ts';
import type { MessageToRender, Rendered, RenderMessages } from './contract.ts';
import { LinkTracker } from './track-links.ts';

export interface RendererParts {
  /** How a browser reaches us: short links begin with it. */
  readonly publicUrl: string;
  readonly unsubscribeKey: Buffer;
}

/** Renders messages as they leave: templates filled in, links made countable, the way out added. */
export function makeRenderer(parts: RendererParts): RenderMessages {
  return async (db, messages, now) => {
    const htmlOf = await compiledEmails(
      db,
      messages.filter(({ spec }) => spec.channel === 'email'),
    );
    return new Map(
      await Promise.all(
        messages.map(async (message) => [message.id, await renderOne(parts, htmlOf, message, now)] as const),
      ),
    );
  };
}

async function renderOne(
  parts: RendererParts,
  htmlOf: Awaited<ReturnType<typeof compiledEmails>>,
  message: MessageToRender,
  now: Instant,
): Promise<Rendered> {
  const context = { profile: message.profile, run: { entry: message.entry, variables: message.variables }, now };
  const links = new LinkTracker(parts.publicUrl);
  const isMarketing = message.spec.purpose === 'marketing';
  switch (message.spec.channel) {
    case 'email':
      return renderEmail(
        message,
        await htmlOf(message, message.spec.content['body'] ?? ''),
        context,
        links,
        isMarketing ? `${parts.publicUrl}/u/${signId(parts.unsubscribeKey, message.id)}` : undefined,
      );
    case 'push':
      return rendered(
        renderMessage(message.spec.content, context),
        ['title', 'body'],
        links,
        ({ title = '', body = '', url }) => ({
          title,
          body,
          ...(url ? { url: links.shorten(url) } : {}),
        }),
      );
    default:
      return rendered(renderMessage(message.spec.content, context), ['body'], links, ({ body = '' }) => ({
        body: withWayOut(links.inText(body), message.spec.purpose),
      }));
  }
}

function renderEmail(
  { spec }: MessageToRender,
  template: string,
  context: MessageContext,
  links: LinkTracker,
  unsubscribe: string | undefined,
): Rendered {
  const { subject = '', body = '', preheader } = spec.content;
  return rendered(
    renderMessage(
      { subject, html: template, text: plainTextOf(body), ...(preheader === undefined ? {} : { preheader }) },
      context,
    ),
    ['subject', 'html'],
    links,
    (fields) => {
      const html = links.inHtml(fields['html'] ?? '').replace(FOOTER, footerOf(unsubscribe));
      return {
        subject: fields['subject'] ?? '',
        ...(fields['preheader'] === undefined ? {} : { preheader: fields['preheader'] }),
        html,
        text: links.inText(fields['text'] ?? '') + plainFooterOf(unsubscribe),
        ...(unsubscribe === undefined
          ? {}
          : {
              headers: {
                'List-Unsubscribe': `<${unsubscribe}>`,
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              },
            }),
      };
    },
  );
}

function rendered(
  result: RenderedMessage,
  needed: readonly string[],
  links: LinkTracker,
  payloadOf: (fields: Readonly<Record<string, string>>) => JsonObject,
): Rendered {
  if (!result.ok) return { kind: 'failed', why: `The ${result.field} could not be written: ${result.why}` };
  const empty = needed.find((field) => (result.fields[field] ?? '').trim() === '');
  if (empty !== undefined) return { kind: 'failed', why: `The ${empty} is empty for this person` };
  const payload = payloadOf(result.fields);
  return { kind: 'rendered', payload, links: links.links };
}

const WHY = 'You get this because you allowed it.';

function plainFooterOf(unsubscribe: string | undefined): string {
  return unsubscribe === undefined ? '' : `\n\n${WHY} Unsubscribe: ${unsubscribe}`;
}

function footerOf(unsubscribe: string | undefined): string {
  if (unsubscribe === undefined) return '';
  return `<p style="font:12px Arial,sans-serif;color:#60646c;text-align:center">${WHY} <a href="${unsubscribe}">Unsubscribe</a></p>`;
}
