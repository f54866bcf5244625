import { purpose as purposeSchema, simplifyAccents, smsParts, wayOut, withWayOut } from '@wend/engine';
import { useContext, useRef } from 'react';
import { shown } from '../canvas/card-body.tsx';
import { useJourney } from '../journey/context.ts';
import { labelOf } from '../people/words.ts';
import { metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';
import { StepConfig } from './step-config.ts';

const OFFERED = 6;

/** Text with variables: a click on one puts it where the cursor is, with a fallback for people who lack it. */
export function TemplateField({ schema, path, value, onChange, say, id, isWrong }: ControlProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === 'string' ? value : '';
  const isLine = metaOf(schema).widget === 'liquid-line';
  const insert = (variable: string): void => {
    const at = area.current?.selectionStart ?? text.length;
    onChange(`${text.slice(0, at)}{{ profile.${variable} | default: "" }}${text.slice(at)}`, path);
  };
  const names = useOffered('attribute')
    .map(({ path: name }) => name)
    .filter((name) => /^[A-Za-z_]\w*$/.test(name));
  return (
    <>
      <textarea
        ref={area}
        id={id}
        className="input"
        rows={isLine ? 1 : 5}
        aria-invalid={isWrong}
        value={text}
        onChange={({ target }) => say(target.value)}
      />
      {names.length > 0 && (
        <div className="chips" role="group" aria-label="Put in what is known of the person">
          {names.slice(0, OFFERED).map((name) => (
            <button key={name} type="button" className="pill" onClick={() => insert(name)}>
              + {labelOf(name)}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** The same with what a text costs: characters, parts, and the character that makes it dearer. */
export function SmsField(props: ControlProps) {
  const text = typeof props.value === 'string' ? props.value : '';
  const own = purposeSchema.safeParse(useContext(StepConfig)['purpose']).data;
  const ofJourney = useJourney(({ document }) => document.purpose);
  const whole = withWayOut(shown(text), own ?? ofJourney);
  const { encoding, units, unitsLeft, parts, culprits } = smsParts(whole);
  const simpler = simplifyAccents(text);
  const names = [...new Set(culprits.map(({ character }) => character))].slice(0, 5).join(' ');
  return (
    <>
      <TemplateField {...props} />
      <p className="help num">
        {parts} {parts === 1 ? 'part' : 'parts'} · {units} of {units + unitsLeft}
        {whole.endsWith(wayOut) && !text.endsWith(wayOut) ? `, with “${wayOut}”` : ''}
        {encoding === 'UCS-2' && names !== '' ? ` · dearer because of ${names}` : ''}
      </p>
      {simpler.partsSaved > 0 && (
        <button type="button" className="button" onClick={() => props.onChange(simpler.text, props.path)}>
          Write without accents: {simpler.partsSaved} fewer
        </button>
      )}
    </>
  );
}
