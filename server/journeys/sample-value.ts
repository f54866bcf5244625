import type { Instant, Json } from '@wend/engine';
import type { ValueShape } from '../tables/index.ts';

/** What a name usually stands for. The address and the number are reserved for examples (RFC 2606, NANP 555-01xx). */
const usual: Readonly<Record<string, string>> = {
  name: 'Alex Morgan',
  fullname: 'Alex Morgan',
  firstname: 'Alex',
  givenname: 'Alex',
  lastname: 'Morgan',
  surname: 'Morgan',
  email: 'alex@example.com',
  phone: '+12025550100',
  city: 'Springfield',
  country: 'US',
  language: 'en',
  locale: 'en-US',
  currency: 'EUR',
  timezone: 'UTC',
  url: 'https://shop.example/',
};

/** A value of this shape that is nobody's, to show what a message looks like. */
export function sampleValue(path: string, shape: ValueShape, now: Instant): Json {
  if (shape === 'number') return 42;
  if (shape === 'yes-no') return true;
  if (shape === 'time') return new Date(now).toISOString();
  const name = path.split('.').at(-1) ?? path;
  return usual[name.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? inWords(name);
}

/** `cart_id` and `cartId` are "Cart id". */
function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
