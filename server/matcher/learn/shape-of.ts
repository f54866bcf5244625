import type { Json } from '@wend/engine';
import type { ValueShape } from '../../tables/index.ts';

/** ISO 8601, a day or an instant. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})/;

/** What a value is, without the value. Undefined for what a picker cannot compare: lists and objects. */
export function shapeOf(value: Json | undefined): ValueShape | undefined {
  if (typeof value === 'string') return TIME.test(value) ? 'time' : 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'yes-no' : undefined;
}
