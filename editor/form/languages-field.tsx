import { type Problem, wordsOfLanguage } from '@wend/engine';
import { Trash2 } from 'lucide-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { useJourney, useJourneyLanguages } from '../journey/context.ts';
import { LANGUAGES } from './languages.ts';
import type { FieldProps } from './props.ts';
import { recordOf, withKey } from './record.ts';

interface LanguagesFieldProps {
  /** The schema of one language's words. */
  readonly words: z.ZodObject;
  /** The step's own words, among whatever else it holds. */
  readonly own: Readonly<Record<string, unknown>>;
  /** The words in other languages, by language tag. */
  readonly value: unknown;
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly onChange: (value: unknown, path: string) => void;
  readonly form: ComponentType<FieldProps>;
  /** The form of the step's own words. */
  readonly children: ReactNode;
}

/** The words of a message, a tab for each language. A language that other messages of the journey have and this one lacks is shown too. */
export function LanguagesField({
  words,
  own,
  value,
  path,
  problems,
  onChange,
  form: Form,
  children,
}: LanguagesFieldProps) {
  const variants = recordOf(value);
  const written = Object.keys(variants);
  const lacking = useJourneyLanguages().filter((tag) => !written.includes(tag));
  const [chosen, setChosen] = useState('');
  const sought = useJourney((journey) => journey.sought);
  const [followed, setFollowed] = useState<typeof sought>();
  if (sought !== followed) {
    setFollowed(sought);
    setChosen(written.find((one) => sought?.field?.startsWith(`${path}.${one}.`)) ?? chosen);
  }
  const tag = chosen === '' || written.includes(chosen) || lacking.includes(chosen) ? chosen : '';
  const write = (next: Readonly<Record<string, unknown>>, at: string): void =>
    onChange(Object.keys(next).length === 0 ? undefined : next, at);
  /** Begins with the step's own words, to be translated. */
  const begin = (language: string): void => {
    const copy = Object.fromEntries(Object.entries(own).filter(([key]) => Object.hasOwn(words.shape, key)));
    write({ ...variants, [language]: copy }, path);
    setChosen(language);
  };
  return (
    <div className="languages">
      <div className="tabs" role="group" aria-label="Language of the words">
        <Tab
          isChosen={tag === ''}
          onChoose={() => setChosen('')}
          word={written.length === 0 ? 'Everyone' : 'Everyone else'}
        />
        {written.map((one) => (
          <Tab
            key={one}
            isChosen={tag === one}
            onChoose={() => setChosen(one)}
            word={wordsOfLanguage(one)}
            isWrong={problems.some(({ field }) => field?.startsWith(`${path}.${one}.`))}
          />
        ))}
        {lacking.map((one) => (
          <Tab key={one} isChosen={tag === one} onChoose={() => setChosen(one)} word={wordsOfLanguage(one)} isMissing />
        ))}
        <AddLanguage taken={written} onAdd={begin} />
      </div>
      {tag === '' && children}
      {tag !== '' && written.includes(tag) && (
        <>
          <Form
            schema={words}
            path={`${path}.${tag}`}
            value={variants[tag]}
            problems={problems}
            onChange={(next, at) => write({ ...variants, [tag]: next }, at)}
          />
          <button type="button" className="button start" onClick={() => write(withKey(variants, tag, undefined), path)}>
            <Trash2 size={14} aria-hidden /> Remove {wordsOfLanguage(tag)}
          </button>
        </>
      )}
      {tag !== '' && lacking.includes(tag) && (
        <div className="field">
          <p className="help">
            Other messages of this journey speak {wordsOfLanguage(tag)}, this one does not. Who reads it gets the words
            for everyone else.
          </p>
          <button type="button" className="button start" onClick={() => begin(tag)}>
            Write it in {wordsOfLanguage(tag)}
          </button>
        </div>
      )}
    </div>
  );
}

interface TabProps {
  readonly word: string;
  readonly isChosen: boolean;
  readonly isWrong?: boolean;
  readonly isMissing?: boolean;
  readonly onChoose: () => void;
}

function Tab({ word, isChosen, isWrong = false, isMissing = false, onChoose }: TabProps) {
  return (
    <button type="button" className="tab" aria-pressed={isChosen} data-missing={isMissing} onClick={onChoose}>
      {word}
      {isMissing && <span className="state-word">missing</span>}
      {isWrong && <span className="state-word wrong">to do</span>}
    </button>
  );
}

function AddLanguage({ taken, onAdd }: { readonly taken: readonly string[]; readonly onAdd: (tag: string) => void }) {
  const offered = LANGUAGES.filter(([tag]) => !taken.includes(tag));
  return (
    <select
      className="add-language"
      aria-label="Add a language"
      value=""
      onChange={({ target }) => onAdd(target.value)}
    >
      <option value="">+ Language</option>
      {offered.map(([tag, word]) => (
        <option key={tag} value={tag}>
          {word}
        </option>
      ))}
    </select>
  );
}
