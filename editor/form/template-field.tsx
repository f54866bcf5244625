import { purpose as purposeSchema, simplifyAccents, smsParts, wayOut, withWayOut } from '@wend/engine';
import { useContext, useRef } from 'react';
import { shown } from '../canvas/shown.ts';
import { useJourney } from '../journey/context.ts';
import { labelOf } from '../people/words.ts';
import { ChipArea, type ChipAreaHandle } from './chip-area.tsx';
import { type Chip, chipsIn, replaced, wordsOf } from './chips.ts';
import { metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';
import { StepConfig } from './step-config.ts';

const OFFERED = 6;
const FIRST = ['firstName', 'first_name', 'lastName', 'last_name', 'name'];

/** Text with what is put in for each person: a click puts it where the cursor is; below stands what is read where it is not known. */
export function TemplateField({ schema, value, say, id, isWrong }: ControlProps) {
  const area = useRef<ChipAreaHandle>(null);
  const text = typeof value === 'string' ? value : '';
  const isLine = metaOf(schema).widget === 'liquid-line';
  const offered = useChips();
  return (
    <>
      <ChipArea ref={area} id={id} text={text} onChange={say} isWrong={isWrong} isLine={isLine} />
      {offered.length > 0 && (
        <div className="chips" role="group" aria-label="Put in what is known of the person">
          {offered.slice(0, OFFERED).map((path) => (
            <button key={path} type="button" className="pill" onClick={() => area.current?.insert(chipFor(path))}>
              + {labelOf(path.replace(/^\w+\./, ''))}
            </button>
          ))}
          {offered.length > OFFERED && (
            <select
              className="pill"
              aria-label="Put in something else"
              value=""
              onChange={({ target }) => area.current?.insert(chipFor(target.value))}
            >
              <option value="">+ More</option>
              {offered.slice(OFFERED).map((path) => (
                <option key={path} value={path}>
                  {labelOf(path.replace(/^\w+\./, ''))}
                </option>
              ))}
            </select>
          )}
        </div>
      )}
      {chipsIn(text).map((chip, n) => (
        <Fallback
          // biome-ignore lint/suspicious/noArrayIndexKey: the chip is another one with each letter that is typed
          key={n}
          chip={chip}
          onChange={(fallback) => say(replaced(text, chip, { ...chip, fallback }))}
        />
      ))}
    </>
  );
}

/** What came with an event is there for everybody who came in by it. */
const chipFor = (path: string): Chip => ({ path, fallback: path.startsWith('profile.') ? '' : undefined });

/** What can be put in: of the person, the usual first, then of what they came in by. */
function useChips(): readonly string[] {
  // What they allowed is asked before a message leaves; it is nothing to write about.
  const isPlain = ({ path }: { readonly path: string }) => /^(?!consent\b)[A-Za-z_][\w.]*$/.test(path);
  const person = useOffered('attribute')
    .filter(isPlain)
    .map(({ path }) => path);
  const rank = (path: string) => (FIRST.includes(path) ? FIRST.indexOf(path) : FIRST.length);
  const event = useOffered('property')
    .filter(isPlain)
    .map(({ path }) => path.replace(/^properties\./, 'event.'));
  const usual = person.toSorted((a, b) => rank(a) - rank(b)).map((path) => `profile.${path}`);
  return [...usual.slice(0, 2), ...event.slice(0, 3), ...usual.slice(2), ...event.slice(3)];
}

function Fallback({ chip, onChange }: { readonly chip: Chip; readonly onChange: (fallback: string) => void }) {
  return (
    <label className="fallback">
      <span>If {wordsOf(chip.path)} is not known</span>
      <input
        className="input"
        placeholder="nothing is written"
        value={chip.fallback ?? ''}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
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
