import { RE2JS } from 're2js';

/** A regular expression that takes time in proportion to the text, whatever its author wrote. */
export interface Pattern {
  /** Whether the pattern is found anywhere in the text. Texts over 10,000 characters are looked at up to there. */
  test(text: string): boolean;
}

const LONGEST_PATTERN = 500;
const LONGEST_TEXT = 10_000;
const LARGEST_PROGRAM = 1_000;
const REMEMBERED = 500;
const compiled = new Map<string, Pattern | { readonly problem: string }>();

/**
 * Compiles a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax): no back-references, no look-around.
 * A pattern that cannot be used is answered with a sentence that says why.
 */
export function compilePattern(source: string): Pattern | { readonly problem: string } {
  if (source.length > LONGEST_PATTERN) return { problem: `The pattern is longer than ${LONGEST_PATTERN} characters` };
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = compile(source);
  if (compiled.size >= REMEMBERED) compiled.clear();
  compiled.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern | { readonly problem: string } {
  try {
    const expression = RE2JS.compile(source);
    if (expression.programSize() > LARGEST_PROGRAM) return { problem: 'The pattern repeats too much' };
    return { test: (text) => expression.test(text.slice(0, LONGEST_TEXT)) };
  } catch (error) {
    return { problem: sentenceOf(error) };
  }
}

function sentenceOf(error: unknown): string {
  const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unknown';
  return `The pattern cannot be read: ${reason}`;
}
