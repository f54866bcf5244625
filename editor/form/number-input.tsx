import { metaOf } from './fields.ts';
import type { ControlProps } from './props.ts';
import { rounded, scaleOf } from './share.ts';

/** A number with its unit. A share is kept as it is counted (`whole` is all of it) and shown in percent. */
export function NumberInput({ schema, value, say, id, isWrong }: ControlProps) {
  const { unit, whole } = metaOf(schema);
  const scale = scaleOf(whole);
  const write = (typed: string): void => say(typed === '' ? undefined : rounded(Number(typed) / scale));
  return (
    <span className="inline">
      <input
        id={id}
        className="input"
        type="number"
        step="any"
        aria-invalid={isWrong}
        value={typeof value === 'number' ? rounded(value * scale) : ''}
        onChange={({ target }) => write(target.value)}
      />
      {unit !== undefined && <span className="muted">{unit}</span>}
    </span>
  );
}
