/** How a text travels: GSM-7 where every character is in the default alphabet of 3GPP TS 23.038 §6.2.1, else UCS-2. */
export type SmsEncoding = 'GSM-7' | 'UCS-2';

/** A character that forces the whole message into UCS-2. */
export interface SmsCulprit {
  readonly character: string;
  /** Where it stands, in UTF-16 units. */
  readonly index: number;
}

export interface SmsParts {
  readonly encoding: SmsEncoding;
  /** Unicode code points. */
  readonly characters: number;
  /** What the limits count: septets in GSM-7 (a character of the extension table is two), 16-bit units in UCS-2. */
  readonly units: number;
  readonly parts: number;
  /** Units that still fit into the last part. */
  readonly unitsLeft: number;
  readonly culprits: readonly SmsCulprit[];
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑܧ¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('\f^{}\\[~]|€');

// 140 octets a part; the header that joins parts (3GPP TS 23.040 §9.2.3.24.1) takes 6 of them.
const limits = { 'GSM-7': { alone: 160, joined: 153 }, 'UCS-2': { alone: 70, joined: 67 } } as const;

/** Septets of a character in GSM-7: 1, 2 from the extension table, undefined where the alphabet lacks it. */
export function septetsOf(character: string): 1 | 2 | undefined {
  if (basic.has(character)) return 1;
  return extension.has(character) ? 2 : undefined;
}

/** Counts the parts that a text is sent (and billed) as. A two-unit character is never split over two parts. */
export function smsParts(text: string): SmsParts {
  const culprits = culpritsOf(text);
  const encoding = culprits.length === 0 ? 'GSM-7' : 'UCS-2';
  const sizes = Array.from(text, (character) =>
    encoding === 'GSM-7' ? (septetsOf(character) ?? 1) : character.length,
  );
  return { encoding, characters: sizes.length, culprits, ...packed(sizes, limits[encoding]) };
}

function culpritsOf(text: string): readonly SmsCulprit[] {
  const culprits: SmsCulprit[] = [];
  let index = 0;
  for (const character of text) {
    if (septetsOf(character) === undefined) culprits.push({ character, index });
    index += character.length;
  }
  return culprits;
}

function packed(sizes: readonly number[], { alone, joined }: { alone: number; joined: number }) {
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= alone) return { units, parts: units === 0 ? 0 : 1, unitsLeft: alone - units };
  let parts = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > joined) {
      parts += 1;
      filled = 0;
    }
    filled += size;
  }
  return { units, parts, unitsLeft: joined - filled };
}
