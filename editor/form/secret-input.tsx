import type { ControlProps } from './props.ts';
import { recordOf } from './record.ts';

/** A text, or the name of a secret of the workspace; the secret itself is never typed here. */
export function SecretInput({ id, value, say, isWrong }: ControlProps) {
  const reference = recordOf(value)['secret'];
  const isSecret = typeof reference === 'string';
  return (
    <span className="inline">
      <select
        aria-label="Kind of value"
        className="input"
        value={isSecret ? 'secret' : 'text'}
        onChange={({ target }) => say(target.value === 'secret' ? { secret: '' } : '')}
      >
        <option value="text">Text</option>
        <option value="secret">Secret named</option>
      </select>
      <input
        id={id}
        className="input"
        aria-invalid={isWrong}
        value={isSecret ? reference : typeof value === 'string' ? value : ''}
        onChange={({ target }) => say(isSecret ? { secret: target.value } : target.value)}
      />
    </span>
  );
}
