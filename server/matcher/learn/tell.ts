import { countryCode, type Json, type JsonObject, placeAfter, readPath, writePaths } from '@wend/engine';
import type { Queued } from '../contract.ts';
import { addressesOf, deviceOf } from './addresses.ts';
import { consentsOf } from './consents.ts';
import type { Person } from './person.ts';

const MAX_ATTRIBUTES = 1_000;
/**
 * What no public key may say about a person of the books: where they are reached, what they allowed, and where they are and which
 * language they read, since those set the hours and the words of what is sent to them. A source may name more.
 */
const ALWAYS = ['email', 'phone', 'consent', 'address', 'country', 'timezone', 'timeZone', 'locale', 'language'];

/** What an event told about its person that its key may not say. */
export interface Withheld {
  readonly event: Queued;
  readonly field: string;
}

/** Writes into a person what an event tells about them. Answers what was withheld. */
export function tell(person: Person, event: Queued, wasKnown: boolean): readonly Withheld[] {
  const mayNot = event.sourceKind === 'browser' && wasKnown;
  // What a step sets is named by its path; a sender gives whole traits.
  const isByPath = event.emittedBy !== undefined;
  const told = event.type === 'identify' ? event.traits : {};
  const said = isByPath ? writePaths({}, told) : told;
  const kept = [...new Set([...ALWAYS, ...event.protectedAttributes])];
  const traits = mayNot ? without(said, kept) : said;
  const device = deviceOf(event.context);
  tellPlace(person, traits, mayNot ? {} : event.context);
  tellAttributes(person, isByPath ? wholeAttributes(person, told) : traits);
  person.contactPoints.push(...addressesOf(traits, person.country), ...(mayNot ? [] : device));
  person.consents.push(...consentsOf(traits, event.at));
  if (!mayNot) return [];
  const fields = [
    ...kept.filter((name) => Object.hasOwn(said, name)).map((name) => `traits.${name}`),
    ...(device.length > 0 ? ['context.device.token'] : []),
  ];
  return fields.map((field) => ({ event, field }));
}

/** The attributes in which these paths lie, with the parts that nobody spoke of. */
function wholeAttributes({ attributes }: Person, byPath: JsonObject): JsonObject {
  const after = writePaths(attributes, byPath);
  const names = Object.keys(byPath).map((path) => path.split('.')[0] ?? path);
  return Object.fromEntries(names.map((name) => [name, after[name]]));
}

/** A trait of null takes the attribute away. Consent is kept as consent, not as an attribute. */
function tellAttributes(person: Person, traits: JsonObject): void {
  const entries = Object.entries(without(traits, ['consent']));
  if (entries.length === 0) return;
  const attributes = new Map(Object.entries(person.attributes));
  for (const [name, value] of entries) {
    if (value === null || value === undefined) attributes.delete(name);
    else if (attributes.has(name) || attributes.size < MAX_ATTRIBUTES) attributes.set(name, value);
  }
  person.attributes = Object.fromEntries(attributes);
  person.changed = true;
}

/** Time zone, language and country: as traits they win, as context of a device they fill what nobody said. */
function tellPlace(person: Person, traits: JsonObject, context: JsonObject): void {
  const before = { timeZone: person.timeZone, language: person.language, country: person.country };
  const told = placeAfter(before, traits);
  const device = placeAfter({}, { timezone: context['timezone'], locale: context['locale'] });
  person.timeZone = told.timeZone ?? device.timeZone;
  person.language = told.language ?? device.language;
  // Where a device is counts; the region of its settings does not.
  person.country = told.country ?? countryCode(textAt(context, 'location.country') ?? '');
  person.changed ||=
    before.timeZone !== person.timeZone || before.language !== person.language || before.country !== person.country;
}

function textAt(from: JsonObject, path: string): string | undefined {
  const value: Json | undefined = readPath(from, path);
  return typeof value === 'string' && value.length <= 200 ? value : undefined;
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
