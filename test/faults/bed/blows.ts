/** A time in which something of Wend was dead, stopped, full or cut off. */
export interface Blow {
  readonly fromMs: number;
  /** Infinite while it lasts. */
  toMs: number;
}

/** When blows fell, and when all was well again. */
export class Blows {
  readonly all: Blow[] = [];

  fall(): void {
    this.all.push({ fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY });
  }

  /** Those that still last are over. */
  heal(): void {
    for (const blow of this.all) blow.toMs = Math.min(blow.toMs, Date.now());
  }
}
