/** What a process of the floor is told, as its one argument. */
export interface Told {
  readonly temporal: string;
  readonly sandbox: string;
  readonly port: number;
  readonly waitMs: number;
  /** The file with the bundled workflow. */
  readonly bundle: string;
}

export const QUEUE = 'floor';

export function told(): Told {
  return JSON.parse(process.argv[2] ?? '{}');
}
