import { labelOf } from '../people/words.ts';

/** Marks around a name: invisible, and on nobody's keyboard. */
const OPEN = '\u2068';
const CLOSE = '\u2069';
const MARKED = /\u2068([^\u2068\u2069]*)\u2069/g;
const OUTPUT =
  /\{\{-?\s*(profile|event|vars)\.([A-Za-z_][\w.]*)\s*(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)')\s*)?-?\}\}/g;

/** A value that is put into a message for each person. */
export interface Chip {
  /** `profile.firstName`. */
  readonly path: string;
  /** What is written where the value is not known; absent: nothing. */
  readonly fallback?: string | undefined;
}

/** What the chips of a text are called, by the name that a reader sees. */
export type Names = ReadonlyMap<string, Chip>;

/** A text that holds the marks itself is shown as it is written. */
export const hasMarks = (text: string): boolean => text.includes(OPEN) || text.includes(CLOSE);

export function sourceOf({ path, fallback }: Chip): string {
  return `{{ ${path}${fallback === undefined ? '' : ` | default: ${quoted(fallback)}`} }}`;
}

/** The template language knows no way to write its own quotes or braces inside quotes. */
function quoted(text: string): string {
  const plain = text.replaceAll(/[{}]/g, '');
  return plain.includes('"') ? `'${plain.replaceAll("'", '’')}'` : `"${plain}"`;
}

function chipOf(scope: string, path: string, fallback: string | undefined): Chip {
  return { path: `${scope}.${path}`, fallback };
}

/** `profile.firstName` as people say it in a sentence: "first name". */
export function wordsOf(path: string): string {
  const words = labelOf(path.split('.').slice(1).join(' '));
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}

/** The chips of a text, each once. */
export function chipsIn(text: string): readonly Chip[] {
  const chips = [...text.matchAll(OUTPUT)].map(([, scope = '', path = '', double, single]) =>
    chipOf(scope, path, double ?? single),
  );
  return [...new Map(chips.map((chip) => [sourceOf(chip), chip])).values()];
}

/** The text with another chip in each place of this one. */
export function replaced(text: string, chip: Chip, other: Chip): string {
  return text.replaceAll(OUTPUT, (source, scope: string, path: string, double?: string, single?: string) =>
    sourceOf(chipOf(scope, path, double ?? single)) === sourceOf(chip) ? sourceOf(other) : source,
  );
}

/** Names for the chips of a text, each its own. One that is known stays, so that what was deleted can come back. */
export function namesFor(text: string, known: Names = new Map()): Names {
  const present = new Map(chipsIn(text).map((chip) => [sourceOf(chip), chip]));
  const names = new Map([...known].filter(([, chip]) => present.has(sourceOf(chip))));
  for (const chip of names.values()) present.delete(sourceOf(chip));
  for (const chip of present.values()) names.set(freeName(chip, names), chip);
  for (const [name, chip] of known) if (!names.has(name)) names.set(name, chip);
  return names;
}

function freeName(chip: Chip, taken: Names): string {
  const word = wordsOf(chip.path);
  const offered = [word, `${word} or ${chip.fallback ?? 'nothing'}`];
  return offered.find((name) => !taken.has(name)) ?? sourceOf(chip);
}

/** A template as its author reads it: what is put in stands there by its name. */
export function shownAs(text: string, names: Names): string {
  const nameOf = new Map([...names].map(([name, chip]) => [sourceOf(chip), name]));
  return text.replaceAll(OUTPUT, (source, scope: string, path: string, double?: string, single?: string) => {
    const name = nameOf.get(sourceOf(chipOf(scope, path, double ?? single)));
    return name === undefined ? source : marked(name);
  });
}

export const marked = (name: string): string => `${OPEN}${name}${CLOSE}`;

/** What an author reads as the template that it stands for. A chip of which a part is missing is plain words. */
export function writtenAs(shown: string, names: Names): string {
  const written = shown.replaceAll(MARKED, (_, name: string) => {
    const chip = names.get(name);
    return chip ? sourceOf(chip) : name;
  });
  return written.replaceAll(OPEN, '').replaceAll(CLOSE, '');
}

/** The text in pieces, chips apart. */
export function piecesOf(shown: string): readonly { readonly text: string; readonly isChip: boolean }[] {
  return shown
    .split(/(\u2068[^\u2068\u2069]*\u2069)/)
    .map((text, n) => ({ text, isChip: n % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

export interface Selected {
  readonly start: number;
  readonly end: number;
}

/** A selection that takes chips whole: an edge inside of one goes on in the direction it came from. */
export function wholeChips(shown: string, selected: Selected, before: Selected): Selected {
  const isCaret = selected.start === selected.end;
  const start = outside(shown, selected.start, selected.start > before.start ? 'right' : 'left');
  return { start, end: isCaret ? start : outside(shown, selected.end, selected.end < before.end ? 'left' : 'right') };
}

function outside(shown: string, at: number, going: 'left' | 'right'): number {
  const chip = rangesIn(shown).find(({ start, end }) => start < at && at < end);
  return chip === undefined ? at : going === 'left' ? chip.start : chip.end;
}

/** The chip that ends (or begins) here: a key that deletes takes it as one. */
export function chipBeside(shown: string, at: number, side: 'before' | 'after'): Selected | undefined {
  return rangesIn(shown).find(({ start, end }) => (side === 'before' ? end : start) === at);
}

function rangesIn(shown: string): readonly Selected[] {
  return [...shown.matchAll(MARKED)].map(({ index, 0: whole }) => ({ start: index, end: index + whole.length }));
}
