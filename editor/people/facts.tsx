import { labelOf, valueOf } from './words.ts';

/** Names and values, one a line. */
export function Facts({
  values,
  empty,
}: {
  readonly values: Readonly<Record<string, unknown>>;
  readonly empty: string;
}) {
  const known = Object.entries(values);
  if (known.length === 0) return <p className="muted">{empty}</p>;
  return (
    <ul className="facts">
      {known.map(([name, value]) => (
        <li key={name}>
          <span className="muted">{labelOf(name)}</span>
          <span className="num">{valueOf(value)}</span>
        </li>
      ))}
    </ul>
  );
}
