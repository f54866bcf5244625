import { wordsOfLanguage } from '@wend/engine';
import { labelOf, valueOf } from './words.ts';

/** What is known of a person, in the order in which one asks for it; the rest by name. */
const USUAL =
  'firstName first_name lastName last_name name email phone street city zip postalCode state country language locale timeZone timezone'.split(
    ' ',
  );
const rank = (name: string): number => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length);

interface FactsProps {
  readonly values: Readonly<Record<string, unknown>>;
  readonly empty: string;
}

/** Names and values, one a line. */
export function Facts({ values, empty }: FactsProps) {
  const known = Object.entries(values).sort(([a], [b]) => rank(a) - rank(b) || labelOf(a).localeCompare(labelOf(b)));
  if (known.length === 0) return <p className="muted">{empty}</p>;
  return (
    <ul className="facts">
      {known.map(([name, value]) => (
        <li key={name}>
          <span className="muted">{labelOf(name)}</span>
          <span className="num">{factOf(name, value)}</span>
        </li>
      ))}
    </ul>
  );
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Countries and languages by their names: "NO" is Norway. */
export function factOf(name: string, value: unknown): string {
  if (typeof value !== 'string') return valueOf(value);
  if (/^(country|country_?code)$/i.test(name) && /^[A-Za-z]{2}$/.test(value))
    return countries.of(value.toUpperCase()) ?? value;
  if (/^(language|locale|lang)$/i.test(name) && /^[A-Za-z]{2,3}([-_]\w+)*$/.test(value))
    return wordsOfLanguage(value.replaceAll('_', '-'));
  return valueOf(value);
}
