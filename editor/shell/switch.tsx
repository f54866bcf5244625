interface SwitchProps<Id extends string> {
  /** For those who hear it; on the screen the words say enough. */
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly word: string }[];
  readonly value: Id;
  readonly onChoose: (id: Id) => void;
}

/** One of two or three, all of them in sight. */
export function Switch<Id extends string>({ label, options, value, onChoose }: SwitchProps<Id>) {
  return (
    <fieldset className="switch">
      <legend className="visually-hidden">{label}</legend>
      {options.map(({ id, word }) => (
        <button key={id} type="button" aria-pressed={value === id} onClick={() => onChoose(id)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}
