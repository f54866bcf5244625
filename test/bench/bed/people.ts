/** An event as Segment's libraries send it. */
export type BenchEvent = Readonly<Record<string, unknown>> & { readonly messageId: string };

export const ENTRY_EVENT = 'Cart Left';

/** Ids of people who were never here before: each lives one run. */
export function peopleOf(round: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${round}-${index + 1}`);
}

/** By which a segment finds all people of a round. */
export const roundOf = (person: string): string => person.slice(0, person.lastIndexOf('-'));

const phoneOf = (person: string): string => `+44${numberOf(person)}`;
const emailOf = (person: string): string => `${person}@customers.example`;

export const leftCart = (person: string): BenchEvent => enters(person, ENTRY_EVENT);

/** What lets this person start a journey. Carries the addresses, since the floor knows nobody. */
export function enters(person: string, event: string): BenchEvent {
  return {
    type: 'track',
    messageId: `left-${person}`,
    userId: person,
    event,
    properties: { person, phone: phoneOf(person), email: emailOf(person), cart_id: `cart-${person}`, value: 84.5 },
  };
}

/** Who this is, with consent to both channels. */
export function isKnown(person: string): BenchEvent {
  return {
    type: 'identify',
    messageId: `known-${person}`,
    userId: person,
    traits: {
      person,
      round: roundOf(person),
      firstName: 'Grace',
      phone: phoneOf(person),
      email: emailOf(person),
      consent: { sms: true, email: true },
    },
  };
}

/** A page seen, as wordy as a web shop's events are. It starts nothing. */
export function sawProduct(person: string, id: string): BenchEvent {
  return {
    type: 'track',
    messageId: id,
    userId: person,
    event: 'Product Viewed',
    properties: {
      product_id: 'P-20431',
      sku: 'MUG-RED-2',
      name: 'Red mug, set of two',
      price: 12.5,
      currency: 'GBP',
      category: 'Kitchen',
    },
    context: {
      ip: '203.0.113.7',
      locale: 'en-GB',
      library: { name: 'analytics-node', version: '3.1.0' },
      page: { path: '/kitchen/red-mug', url: 'https://shop.example/kitchen/red-mug', title: 'Red mug, set of two' },
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)',
    },
  };
}

/** Nine digits that differ from person to person: two who share a number would share their cap. */
function numberOf(person: string): string {
  let hash = 0n;
  for (const letter of person) hash = (hash * 131n + BigInt(letter.charCodeAt(0))) % 999_999_937n;
  return hash.toString().padStart(9, '0');
}
