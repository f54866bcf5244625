/** A point in time in whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
