import { metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';

/** Offers the names that the workspace has really seen; another may be typed all the same. */
export function PickField({ schema, id, value, say, isWrong }: ControlProps) {
  const { widget } = metaOf(schema);
  const offered = useOffered(widget === 'topic' ? 'topic' : 'event');
  return (
    <>
      <input
        id={id}
        className="input"
        list={`${id}-list`}
        aria-invalid={isWrong}
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => say(target.value)}
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
