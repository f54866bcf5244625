import { useLive, useLiveNumbers } from './context.ts';

/** People who are at this step now; a click shows who. */
export function WaitingPill({ id }: { readonly id: string }) {
  const resting = useLiveNumbers(({ figures }) => figures?.steps[id]?.resting ?? 0);
  const { showPeople, path } = useLive();
  // Who follows one person looks for them, not for numbers.
  if (resting === 0 || path !== undefined) return null;
  return (
    <button
      type="button"
      className="pill waiting-pill num nopan"
      tabIndex={-1}
      onClick={() => showPeople?.(id)}
      title="People who are here now"
    >
      {resting.toLocaleString()}
      <span className="visually-hidden"> people are here now</span>
    </button>
  );
}

/** What became of a message, under the message. Each share says of what. */
export function CardFigures({ id }: { readonly id: string }) {
  const figures = useLiveNumbers((live) => live.figures?.steps[id]);
  const { sent = 0, delivered = 0, clicked = 0, skipped = 0 } = figures ?? {};
  return (
    <div className="card-figures num">
      <Figure value={sent.toLocaleString()} label="sent" title="Messages the provider accepted" />
      <Figure value={share(delivered, sent)} label="delivered" title={`${delivered} of ${sent} sent`} />
      <Figure
        value={share(clicked, delivered)}
        label="clicked"
        title={`${clicked} of ${delivered} delivered, people only`}
      />
      <Figure value={skipped.toLocaleString()} label="not sent" title="Held back by consent, suppression or a cap" />
    </div>
  );
}

function Figure({ value, label, title }: { readonly value: string; readonly label: string; readonly title: string }) {
  return (
    <div title={title}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 1_000) / 10} %`;
}
