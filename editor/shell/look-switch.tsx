import { chooseLook, type Look, useLook } from '../theme/theme.ts';

const looks: readonly { readonly look: Look; readonly word: string }[] = [
  { look: 'system', word: 'As the system' },
  { look: 'light', word: 'Light' },
  { look: 'dark', word: 'Dark' },
];

export function LookSwitch() {
  const chosen = useLook();
  return (
    <fieldset className="switch">
      <legend className="visually-hidden">Look</legend>
      {looks.map(({ look, word }) => (
        <button key={look} type="button" aria-pressed={chosen === look} onClick={() => chooseLook(look)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}
