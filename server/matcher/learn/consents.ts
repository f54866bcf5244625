import { type Instant, isJsonObject, type JsonObject } from '@wend/engine';
import type { Consent } from './person.ts';

/** `traits.consent = { sms: true, email: { newsletter: false } }`: of a whole channel, or topic by topic. */
export function consentsOf(traits: JsonObject, at: Instant): readonly Consent[] {
  const given = traits['consent'];
  if (!isJsonObject(given)) return [];
  return Object.entries(given).flatMap(([channel, value]) =>
    isJsonObject(value)
      ? Object.entries(value).flatMap(([topic, one]) => said(channel, topic, one, at))
      : said(channel, '*', value, at),
  );
}

function said(channel: string, topic: string, value: unknown, at: Instant): readonly Consent[] {
  if (typeof value !== 'boolean' || channel.length > 60 || topic.length > 60) return [];
  return [{ channel, topic, action: value ? 'granted' : 'withdrawn', at }];
}
