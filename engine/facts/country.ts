/** What shops and forms write instead of a name that is in the books. */
const alsoWritten: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  eire: 'IE',
  usa: 'US',
  'united states of america': 'US',
  rsa: 'ZA',
  'channel islands': 'JE',
  czechia: 'CZ',
  'czech republic': 'CZ',
  holland: 'NL',
  turkey: 'TR',
  uae: 'AE',
  korea: 'KR',
  'south korea': 'KR',
  russia: 'RU',
};

const byName = new Map<string, string>(Object.entries(alsoWritten));
const codes = new Set<string>();
fillNames();

/** ISO 3166-1 alpha-2 of a code or an English name; undefined where it is neither. */
export function countryCode(written: string): string | undefined {
  const text = written.trim();
  if (/^[a-z]{2}$/i.test(text) && codes.has(text.toUpperCase())) return text.toUpperCase();
  return byName.get(text.toLowerCase());
}

function fillNames(): void {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  for (const first of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    for (const second of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') note(names, first + second);
}

function note(names: Intl.DisplayNames, code: string): void {
  const name = names.of(code);
  // Regions that are no countries, and codes that were given back: the name leads to the present code.
  if (name === undefined || /^(EU|EZ|UN|ZZ|XA|XB|QO|UK|AN|CS|DD|FX|NT|SU|TP|YD|YU|ZR|BU|DY|HV|NH|RH|VD)$/.test(code))
    return;
  codes.add(code);
  if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), code);
}
