import { JourneyError } from '../access/index.ts';

export const etag = (revision: number): string => `"${revision}"`;

/** The revision a change was made on; without one, nobody can tell whether it would undo somebody else's. */
export function revisionOf(header: string | undefined): number {
  const revision = Number(/^"(\d{1,9})"$/.exec(header ?? '')?.[1]);
  if (!Number.isInteger(revision))
    throw new JourneyError('revision-needed', 'Say with If-Match which revision this is made on.');
  return revision;
}
