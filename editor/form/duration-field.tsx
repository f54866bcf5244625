const UNITS = [
  ['minutes', /^PT(\d+)M$/, (n: number) => `PT${n}M`],
  ['hours', /^PT(\d+)H$/, (n: number) => `PT${n}H`],
  ['days', /^P(\d+)D$/, (n: number) => `P${n}D`],
  ['weeks', /^P(\d+)W$/, (n: number) => `P${n}W`],
  ['months', /^P(\d+)M$/, (n: number) => `P${n}M`],
] as const;

/** A number and its unit. What is more involved than that is kept as it is and shown as written. */
export function DurationField({
  id,
  value,
  onChange,
}: {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const known = UNITS.find(([, shape]) => shape.test(value));
  if (!known && value !== '')
    return <input id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)} />;
  const [unit, shape] = known ?? UNITS[2];
  const amount = Number(shape.exec(value)?.[1] ?? 1);
  const write = (n: number, name: string): void =>
    onChange((UNITS.find(([one]) => one === name) ?? UNITS[2])[2](Math.max(0, Math.round(n))));
  return (
    <span className="inline">
      <input
        id={id}
        className="input"
        type="number"
        min={0}
        value={amount}
        onChange={(event) => write(Number(event.target.value), unit)}
      />
      <select className="input" aria-label="Unit" value={unit} onChange={(event) => write(amount, event.target.value)}>
        {UNITS.map(([name]) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </span>
  );
}
