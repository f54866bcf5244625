const FINEST = 10_000;

/** A number as finely as a form shows it. */
export const rounded = (value: number): number => Math.round(value * FINEST) / FINEST;

/** What a number is multiplied by to be shown: a share, of which `whole` is all, in percent; any other as it is. */
export const scaleOf = (whole: number | undefined): number => (whole === undefined ? 1 : 100 / whole);
