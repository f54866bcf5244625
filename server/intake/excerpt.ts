import { washed } from './storable.ts';

const EXCERPT_BYTES = 4_096;
const SHOWN_DEPTH = 6;
const SHOWN_KEYS = 60;
const SHOWN_TEXT = 1_000;

/** A refused event as far as it can be shown: cut in depth, width and length. */
export function excerptOf(raw: unknown): string {
  const text = washed(JSON.stringify(shown(raw, 0)) ?? 'nothing', EXCERPT_BYTES);
  return Buffer.byteLength(text) <= EXCERPT_BYTES
    ? text
    : washed(
        Buffer.from(text)
          .subarray(0, EXCERPT_BYTES - 3)
          .toString(),
        EXCERPT_BYTES,
      );
}

function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, SHOWN_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= SHOWN_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, SHOWN_KEYS).map((child) => shown(child, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, SHOWN_KEYS)
      .map(([key, child]) => [key, shown(child, depth + 1)]),
  );
}
