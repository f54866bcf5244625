import './rendered.css';
import { useMemo } from 'react';
import { LETTER_SANDBOX, letterPage } from './letter.ts';

interface RenderedProps {
  readonly channel: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A message as its reader sees it: a bubble, a letter, or a line on a lock screen. */
export function RenderedMessage({ channel, payload }: RenderedProps) {
  if (channel === 'email') return <Letter payload={payload} />;
  if (channel === 'push') return <Notification payload={payload} />;
  return (
    <div className="text-bubble">
      <Linked text={text(payload['body'])} />
    </div>
  );
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function Letter({ payload }: Pick<RenderedProps, 'payload'>) {
  const subject = text(payload['subject']);
  const html = text(payload['html']);
  return (
    <article className="letter">
      <h3>{subject}</h3>
      {html === '' ? (
        <p className="plain">
          <Linked text={text(payload['text']) || text(payload['body'])} />
        </p>
      ) : (
        <LetterFrame title={`The e-mail “${subject}”`} html={html} />
      )}
    </article>
  );
}

/** What a sender wrote runs no script, loads nothing and reaches nothing of this page. */
function LetterFrame({ title, html }: { readonly title: string; readonly html: string }) {
  const page = useMemo(() => letterPage(html), [html]);
  return <iframe title={title} sandbox={LETTER_SANDBOX} referrerPolicy="no-referrer" srcDoc={page} />;
}

export function Notification({ payload }: Pick<RenderedProps, 'payload'>) {
  const url = text(payload['url']);
  return (
    <article className="lock-note">
      <img src="/wend.svg" alt="" />
      <div>
        <b>{text(payload['title'])}</b>
        <p>{text(payload['body'])}</p>
        {isWebAddress(url) && (
          <a href={url} target="_blank" rel="noreferrer">
            Open
          </a>
        )}
      </div>
    </article>
  );
}

const isWebAddress = (url: string): boolean => /^https?:\/\//.test(url);

/** Text with its addresses as links. */
export function Linked({ text: written }: { readonly text: string }) {
  const parts = written.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/g);
  return parts.map((part, n) =>
    isWebAddress(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes
      <a key={n} href={part} target="_blank" rel="noreferrer">
        {part.replace(/^https?:\/\//, '')}
      </a>
    ) : (
      part
    ),
  );
}
