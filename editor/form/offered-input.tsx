import { useId } from 'react';
import { useOffered, type What } from './offered.ts';

/** A text field that offers what the workspace has seen. */
export function OfferedInput({
  what,
  label,
  value,
  onChange,
}: {
  readonly what: What;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const offered = useOffered(what);
  return (
    <>
      <input
        className="input"
        aria-label={label}
        placeholder={label}
        list={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
      />
      <datalist id={id}>
        {offered.map(({ path, label: sample }) => (
          <option key={path} value={path}>
            {sample}
          </option>
        ))}
      </datalist>
    </>
  );
}
