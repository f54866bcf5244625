import { isValidZone } from '../time/zone.ts';
import { type JsonObject, readPath, writePaths } from '../values/json.ts';
import { countryCode } from './country.ts';
import type { ProfileFact } from './request.ts';

/** Where a person is, and which language they read. */
export interface Place {
  readonly timeZone?: string | undefined;
  readonly language?: string | undefined;
  readonly country?: string | undefined;
}

/** What attributes tell of it, over what was known before. The region of a locale fills a country that nobody named. */
export function placeAfter(known: Place, told: JsonObject): Place {
  const locale = textAt(told, 'locale') ?? textAt(told, 'language');
  const named = textAt(told, 'country') ?? textAt(told, 'address.country');
  return {
    timeZone: zoneAt(told, ['timezone', 'timeZone', 'address.timezone']) ?? known.timeZone,
    language: languageOf(locale) ?? known.language,
    country: countryCode(named ?? '') ?? known.country ?? countryCode(regionOf(locale)),
  };
}

/** The person with what steps set of them, as it will be once it is learned: by path, and with it their zone, language and country. */
export function changedProfile(profile: ProfileFact, changes: readonly JsonObject[]): ProfileFact {
  return changes.reduce<ProfileFact>((known, byPath) => {
    const place = placeAfter(known, writePaths({}, byPath));
    return {
      ...place,
      attributes: writePaths(known.attributes, byPath),
      timeZone: place.timeZone ?? known.timeZone,
    };
  }, profile);
}

function zoneAt(from: JsonObject, paths: readonly string[]): string | undefined {
  return paths.map((path) => textAt(from, path)).find((name) => name !== undefined && isValidZone(name));
}

function languageOf(locale: string | undefined): string | undefined {
  return /^([a-z]{2,3})(?:[-_]|$)/i.exec(locale ?? '')?.[1]?.toLowerCase();
}

function regionOf(locale: string | undefined): string {
  return /[-_]([a-z]{2})$/i.exec(locale ?? '')?.[1] ?? '';
}

function textAt(from: JsonObject, path: string): string | undefined {
  const value = readPath(from, path);
  return typeof value === 'string' && value.length <= 200 ? value : undefined;
}
