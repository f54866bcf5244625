import type { CardBody as Body } from '@wend/engine';
import { shown } from './shown.ts';

/** A share below this has room for its number only. */
const NARROW = 0.2;
const NARROWEST = 0.12;
const percent = (share: number): number => Math.round(share * 100);

/** The content itself is the card: the words people read, the shares they are drawn by. Variables show their fallback. */
export function CardBody({ body }: { readonly body: Body }) {
  switch (body.kind) {
    case 'bubble':
      return (
        <div className="bubble">
          <p className="clamped">{shown(body.text) || <Missing what="No text yet" />}</p>
        </div>
      );
    case 'mail':
      return (
        <div className="bubble mail">
          <b>{shown(body.subject) || <Missing what="No subject yet" />}</b>
          <span>{shown(body.preview)}</span>
        </div>
      );
    case 'notification':
      return (
        <div className="bubble notification">
          <img src="/wend.svg" alt="" />
          <div>
            <b>{shown(body.title) || <Missing what="No title yet" />}</b>
            <p className="clamped">{shown(body.body)}</p>
          </div>
        </div>
      );
    case 'shares':
      return (
        <div className="shares">
          {body.shares.map(({ id, label, share, holdout }) => (
            <span
              key={id}
              data-holdout={holdout === true}
              title={`${label} ${percent(share)} %`}
              style={{ flexGrow: Math.max(NARROWEST, share) }}
            >
              {share < NARROW ? percent(share) : `${label} ${percent(share)} %`}
            </span>
          ))}
        </div>
      );
    case 'lines':
      return (
        <div className="lines">
          {body.lines.map(({ text, strong }) => (
            <p key={`${strong} ${text}`}>
              {strong ? <b>{strong} </b> : null}
              {text}
            </p>
          ))}
        </div>
      );
    case 'plain':
      return null;
  }
}

const Missing = ({ what }: { readonly what: string }) => <i className="muted">{what}</i>;
