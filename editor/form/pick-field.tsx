import { useOffered, type What } from './offered.ts';
import type { ControlProps } from './props.ts';

/** Picks from what the workspace has really seen; anything else may be typed all the same. */
export function PickField({
  id,
  value,
  what,
  onSay,
  isWrong,
}: ControlProps & { readonly what: What; readonly onSay: (value: unknown) => void }) {
  const offered = useOffered(what);
  const text = typeof value === 'string' ? value : '';
  if (what === 'step')
    return (
      <select
        id={id}
        className="input"
        aria-invalid={isWrong}
        value={text}
        onChange={(event) => onSay(event.target.value)}
      >
        <option value="">Choose a step</option>
        {offered.map(({ path, label }) => (
          <option key={path} value={path}>
            {label}
          </option>
        ))}
      </select>
    );
  return (
    <>
      <input
        id={id}
        className="input"
        list={`${id}-list`}
        aria-invalid={isWrong}
        value={text}
        onChange={(event) => onSay(event.target.value)}
        autoComplete="off"
      />
      <datalist id={`${id}-list`}>
        {offered.map(({ path, label }) => (
          <option key={path} value={path}>
            {label}
          </option>
        ))}
      </datalist>
    </>
  );
}
