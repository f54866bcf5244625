/** The pattern for texts that hold this one; what it holds of wildcards is text. Undefined where nothing is asked. */
export function containing(q: string | undefined): string | undefined {
  return q === undefined || q === '' ? undefined : `%${q.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;
}
