interface ChoiceProps {
  readonly label: string;
  /** What it says when nothing is chosen. */
  readonly all: string;
  readonly options: readonly { readonly id: string; readonly word: string }[];
  readonly value: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** One of few, or all of them. */
export function Choice({ label, all, options, value, onChoose }: ChoiceProps) {
  return (
    <select
      className="input choice"
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChoose(target.value === '' ? undefined : target.value)}
    >
      <option value="">{all}</option>
      {options.map(({ id, word }) => (
        <option key={id} value={id}>
          {word}
        </option>
      ))}
    </select>
  );
}
