/** An instant as people say it, with the exact time on hover. */
export function When({ at, now = Date.now() }: { readonly at: string; readonly now?: number }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()} className="num">
      {inWords(Date.parse(at) - now)}
    </time>
  );
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function inWords(ms: number): string {
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
  const [unit, size] = units.find(([, length]) => Math.abs(ms) >= length) ?? units[3];
  return format.format(Math.round(ms / size), unit);
}
