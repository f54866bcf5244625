import { type Rule, rule } from '../sandbox/script.ts';
import { asciiOf, PHONE_RANGES } from './customers.ts';

/** Who looks at what they get: told by how their address begins, so always the same ones. */
const PHONES_GO_ON_WITH = '3';
const GIVEN_NAMES = ['Ada', 'Jonas', 'Chiara', 'Ines', 'Noor'];
const DEVICES = ['demo-device-121', 'demo-device-139'];

/**
 * What the customers of the sample shop do with their messages: about one in ten texts and one in seven e-mails is clicked, a shop's
 * hour or less after it came, and nobody ever replies.
 */
export const clickRules: Readonly<Record<'sms' | 'email' | 'push', readonly Rule[]>> = {
  sms: PHONE_RANGES.map((range) => clicking(`${range}${PHONES_GO_ON_WITH}`, 24_000)),
  email: GIVEN_NAMES.map((name) => clicking(`${asciiOf(name)}.`, 48_000)),
  push: DEVICES.map((device) => clicking(device, 9_000)),
};

function clicking(to: string, afterMs: number): Rule {
  return rule.parse({ to, callbacks: [{ kind: 'delivered' }, { kind: 'clicked', afterMs }] });
}
