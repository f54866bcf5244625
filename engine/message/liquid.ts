import { Context, Liquid, LiquidError, type Template, toValue, toValueSync } from 'liquidjs';
import type { Instant } from '../time/instant.ts';
import { registerDateFilters } from './date-filters.ts';

/** What a template may read: plain data. `now` and `timeZone` also say what the date filters take for now and for local. */
export interface LiquidVariables {
  readonly now: Instant;
  /** An IANA zone; UTC where absent. */
  readonly timeZone?: string | undefined;
  readonly [name: string]: unknown;
}

/** Why a template cannot be read or rendered. */
export interface LiquidProblem {
  readonly message: string;
  /** From 1; absent where the template as a whole is at fault. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

export type Rendered =
  | { readonly kind: 'rendered'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: LiquidProblem };

const LONGEST_TEMPLATE = 500_000;
const LONGEST_OUTPUT = 1_000_000;
const REMEMBERED = 200;
const TOO_LONG = 'The template takes too long to render';
const MOST_TRIES = 3;

// No files, and nothing that throws dice: the same variables give the same text.
const withheldTags = ['include', 'render', 'layout', 'block'];
const withheldFilters = ['sample'];

const text = openEngine(undefined);
const html = openEngine('escape');

/** Renders a template as plain text (SMS, push, subjects). Never throws: what goes wrong is answered. */
export function renderText(template: string, variables: LiquidVariables): Rendered {
  return render(text, template, variables);
}

/**
 * Renders a template as HTML: every `{{ output }}` is escaped unless its last filter is `raw` (which what `capture` caught needs, having
 * been escaped once). An address put into `href` is escaped but not judged. Never throws.
 */
export function renderHtml(template: string, variables: LiquidVariables): Rendered {
  return render(html, template, variables);
}

/** What is wrong with a template: syntax, an unknown tag or filter, its length. Stops at the first. */
export function parseTemplate(template: string): readonly LiquidProblem[] {
  try {
    parse(text, template);
    return [];
  } catch (error) {
    return [problemOf(error)];
  }
}

/** The variables that a template expects, as written (`profile.first_name`); none where it cannot be read. */
export function variablesOf(template: string): readonly string[] {
  try {
    return text.liquid.globalFullVariablesSync(template).filter((name) => name !== '');
  } catch {
    return [];
  }
}

interface Engine {
  readonly liquid: Liquid;
  readonly parsed: Map<string, Template[]>;
}

function openEngine(outputEscape: 'escape' | undefined): Engine {
  const liquid = new Liquid({
    parseLimit: LONGEST_TEMPLATE,
    renderLimit: 100,
    memoryLimit: 200_000,
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    locale: 'en-US',
    timezoneOffset: 0,
    ...(outputEscape === undefined ? {} : { outputEscape }),
  });
  for (const tag of withheldTags) delete liquid.tags[tag];
  for (const filter of withheldFilters) liquid.unregisterFilter(filter);
  registerDateFilters(liquid);
  return { liquid, parsed: new Map() };
}

function parse({ liquid, parsed }: Engine, template: string): Template[] {
  const known = parsed.get(template);
  if (known !== undefined) return known;
  const read = liquid.parse(template);
  if (parsed.size >= REMEMBERED) parsed.clear();
  parsed.set(template, read);
  return read;
}

/** The limit is of time that passes: where the machine is busy elsewhere that is no fault of the template, and seldom happens three times in a row. */
function render(engine: Engine, template: string, variables: LiquidVariables): Rendered {
  for (let tries = 1; ; tries += 1) {
    const rendered = renderOnce(engine, template, variables);
    const isLate = rendered.kind === 'failed' && rendered.problem.message === TOO_LONG;
    if (!isLate || tries === MOST_TRIES) return rendered;
  }
}

function renderOnce(engine: Engine, template: string, variables: LiquidVariables): Rendered {
  try {
    const templates = parse(engine, template);
    const { liquid } = engine;
    // A copy, since `increment` writes into what it is given.
    const context = new Context({ ...variables }, liquid.options, { sync: true }, { liquid });
    const output = new BoundedOutput();
    toValueSync(liquid.renderer.renderTemplates(templates, context, output));
    return { kind: 'rendered', text: output.buffer };
  } catch (error) {
    return { kind: 'failed', problem: problemOf(error) };
  }
}

// The library's limits count what filters make, not what a loop writes out.
class BoundedOutput {
  buffer = '';

  write(value: unknown): void {
    const piece = stringOf(value);
    if (this.buffer.length + piece.length > LONGEST_OUTPUT) throw new Error('output limit exceeded');
    this.buffer += piece;
  }
}

// As liquidjs writes values: nothing for nil, arrays joined without a sign between.
function stringOf(written: unknown): string {
  const value: unknown = toValue(written);
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(stringOf).join('') : String(value);
}

function problemOf(error: unknown): LiquidProblem {
  if (!(error instanceof Error)) return { message: 'The template cannot be read' };
  const message = sentenceOf(error.message.replace(/, line:\d+, col:\d+/g, ''));
  const position = LiquidError.is(error) ? positionOf(error) : undefined;
  return position === undefined ? { message } : { message, line: position[0], column: position[1] };
}

function positionOf(error: LiquidError): readonly [line: number, column: number] | undefined {
  const match = /, line:(\d+), col:(\d+)/.exec(error.message);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^parse length limit exceeded/, 'The template is longer than 500,000 characters'],
  [/^template render limit exceeded/, TOO_LONG],
  [/^memory alloc limit exceeded/, 'The template makes too much text'],
  [/^Invalid string length/, 'The template makes too much text'],
  [/^Maximum call stack/, 'The template is nested too deeply'],
  [/^output limit exceeded/, 'The message gets too long'],
  [/^undefined filter: (.+)/, 'There is no filter "$1"'],
  [/^tag "(.+)" not found/, 'There is no tag "$1"'],
  [/^(?:Invalid|invalid) value expression: ""/, 'A value is missing here'],
  [/^output "?(.+?)"? not closed/, 'The output $1 is not closed by }}'],
  [/^tag "?(.+?)"? not closed/, 'The tag $1 is not closed'],
];

function sentenceOf(message: string): string {
  for (const [pattern, sentence] of sentences) {
    const match = pattern.exec(message);
    if (match !== null) return sentence.replace('$1', match[1] ?? '');
  }
  return message.charAt(0).toUpperCase() + message.slice(1);
}
