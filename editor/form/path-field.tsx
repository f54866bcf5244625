import { useContext, useState } from 'react';
import { labelOf } from '../people/words.ts';
import { EventInSight } from './event-in-sight.ts';
import { isOptional, metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';

const ANOTHER = '\u0000another';

/** Where a value lies, by the words for it: what was seen is offered, with an example of it; any other place can be typed. */
export function PathField({ schema, id, value, say, isWrong, beside = {} }: ControlProps) {
  const { widget, absent = 'Not said', choices = {} } = metaOf(schema);
  const sight = useContext(EventInSight);
  const event = typeof beside['event'] === 'string' ? beside['event'] : sight;
  const offered = useOffered(
    widget === 'attribute' || widget === 'variable' ? widget : 'property',
    widget === 'entry-property' ? sight : event,
  );
  const [isTyped, setIsTyped] = useState(false);
  const text = typeof value === 'string' ? value : '';
  const isKnown = text === '' || Object.hasOwn(choices, text) || offered.some(({ path }) => path === text);
  const choose = (path: string): void => {
    setIsTyped(path === ANOTHER);
    if (path !== ANOTHER) say(path);
  };
  return (
    <>
      <select
        id={id}
        className="input"
        aria-invalid={isWrong}
        value={isTyped ? ANOTHER : text}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{isOptional(schema) ? absent : 'Choose'}</option>
        {Object.entries(choices).map(([path, word]) => (
          <option key={path} value={path}>
            {word}
          </option>
        ))}
        {!isKnown && <option value={text}>{wordsOfPath(text)}</option>}
        {offered.map(({ path, label }) => (
          <option key={path} value={path}>
            {wordsOfPath(path)}
            {label === '' ? '' : ` (${label})`}
          </option>
        ))}
        <option value={ANOTHER}>Another…</option>
      </select>
      {isTyped && (
        <input
          className="input"
          aria-label="Its name"
          placeholder="Its name, as your shop sends it"
          value={text}
          onChange={({ target }) => say(target.value)}
        />
      )}
    </>
  );
}

/** `properties.cart_id` as people say it: "Cart id". */
const wordsOfPath = (path: string): string => labelOf(path.replace(/^properties\./, ''));
