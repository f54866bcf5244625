import { bucketOf, type JsonObject } from '@wend/engine';
import type { ShopOrder } from './orders.ts';

const GIVEN = [
  'Ada',
  'Jonas',
  'Chiara',
  'Ines',
  'Tomasz',
  'Maud',
  'Elif',
  'Ruben',
  'Noor',
  'Piotr',
  'Sofia',
  'Hugo',
  'Freya',
  'Mateo',
  'Anouk',
  'Kofi',
  'Greta',
  'Oisín',
  'Yara',
  'Luca',
  'Beatriz',
  'Emil',
  'Amara',
  'Théo',
  'Ilse',
  'Marek',
  'Zoë',
  'Arjun',
  'Linnea',
  'Omar',
  'Clara',
  'Declan',
];
const FAMILY = [
  'Lovell',
  'Weber',
  'Bianchi',
  'Faure',
  'Nowak',
  'Okafor',
  'Yılmaz',
  'Smit',
  'Haddad',
  'Kowalski',
  'Ferreira',
  'Lambert',
  'Olsen',
  'García',
  'Dubois',
  'Mensah',
  'Holm',
  'Byrne',
  'Nasser',
  'Conti',
  'Sousa',
  'Lund',
  'Diallo',
  'Martin',
  'Vogel',
  'Dvořák',
  'Janssen',
  'Rao',
  'Berg',
  'Farouk',
  'Wood',
  'Murphy',
];

/** ISO country, zone and language of the shop's countries; the rest are treated as the shop's own. */
const PLACES: Readonly<Record<string, readonly [string, string, string]>> = {
  'United Kingdom': ['GB', 'Europe/London', 'en'],
  Germany: ['DE', 'Europe/Berlin', 'de'],
  France: ['FR', 'Europe/Paris', 'fr'],
  EIRE: ['IE', 'Europe/Dublin', 'en'],
  Spain: ['ES', 'Europe/Madrid', 'es'],
  Netherlands: ['NL', 'Europe/Amsterdam', 'nl'],
  Belgium: ['BE', 'Europe/Brussels', 'nl'],
  Switzerland: ['CH', 'Europe/Zurich', 'de'],
  Portugal: ['PT', 'Europe/Lisbon', 'pt'],
  Australia: ['AU', 'Australia/Sydney', 'en'],
  Norway: ['NO', 'Europe/Oslo', 'no'],
  Italy: ['IT', 'Europe/Rome', 'it'],
  Finland: ['FI', 'Europe/Helsinki', 'fi'],
  Japan: ['JP', 'Asia/Tokyo', 'ja'],
};

/** Ranges that the British regulator keeps free for fiction: nobody else can be reached there. */
export const FICTIONAL_PHONES = [
  '+447700900',
  '+442079460',
  '+441134960',
  '+441144960',
  '+441154960',
  '+441164960',
  '+441174960',
  '+441184960',
];

/** An area that nobody has in North America, with exchanges that nobody can have: room for the loops of weeks. */
const NOBODYS = '+15550';
export const PHONE_RANGES = [...FICTIONAL_PHONES, NOBODYS];

/** The made-up person behind a customer number of the sample; always the same one. Two in ten gave no consent. */
export function traitsOf(order: ShopOrder, index: number): JsonObject {
  const [country, timezone, language] = PLACES[order.country] ?? ['GB', 'Europe/London', 'en'];
  const firstName = pick(GIVEN, 'given', order.customer);
  const lastName = pick(FAMILY, 'family', order.customer);
  const consents = bucketOf('consent', order.customer);
  return {
    firstName,
    lastName,
    email: `${asciiOf(firstName)}.${asciiOf(lastName)}.${order.customer}@customers.example`,
    phone: phoneOf(index),
    country,
    timezone,
    language,
    consent: { sms: consents < 0.7, email: consents < 0.8, push: consents < 0.6 },
  };
}

export const pushTokenOf = (customer: string): string => `demo-device-${customer}`;

function pick(from: readonly string[], seed: string, customer: string): string {
  return from[Math.floor(bucketOf(seed, customer) * from.length)] ?? '';
}

export function asciiOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}

function phoneOf(index: number): string {
  const range = FICTIONAL_PHONES[Math.floor(index / 1_000)];
  if (range !== undefined) return `${range}${String(index % 1_000).padStart(3, '0')}`;
  // The last digit first: the clicks look at how a number begins.
  return `${NOBODYS}${index % 10}${String(Math.floor(index / 10) % 100_000).padStart(5, '0')}`;
}
