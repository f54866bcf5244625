import type { JsonObject } from '@wend/engine';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { ContactPoint } from './person.ts';

/** Addresses that traits name, each in the one spelling under which it is compared; what is no address is left out. */
export function addressesOf(traits: JsonObject, country: string | undefined): readonly ContactPoint[] {
  const address = emailAddress(traits['email']);
  const number = phoneNumber(traits['phone'], country);
  return [
    ...(address === undefined ? [] : [{ channel: 'email', address }]),
    ...(number === undefined ? [] : [{ channel: 'sms', address: number }]),
  ];
}

/** The push token of the device an event came from. */
export function deviceOf(context: JsonObject): readonly ContactPoint[] {
  const device = context['device'];
  const token = typeof device === 'object' && device !== null && 'token' in device ? device['token'] : undefined;
  return typeof token === 'string' && token !== '' && token.length <= 4_096
    ? [{ channel: 'push', address: token }]
    : [];
}

function emailAddress(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return text.length <= 254 && /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]+\.[^\s@.<>(),;:"[\]\\]+$/.test(text)
    ? text
    : undefined;
}

/** E.164; a national number is read in the person's country. */
function phoneNumber(value: unknown, country: string | undefined): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > 40) return undefined;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(text, home);
  return number?.isPossible() === true ? number.number : undefined;
}
