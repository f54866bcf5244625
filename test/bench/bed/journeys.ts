import type { JourneyDocument } from '@wend/engine';
import { aJourney, type JourneyBuilder } from '@wend/engine/testing';

/** Short, so that a row is soon over; and the same for the floor. */
export const WAIT_SECONDS = 2;

const TEXT = '{{ profile.person }}';
const LETTER = 'Your cart waits for you, {{ profile.firstName }}.\n\n[Look](https://shop.example/cart)';

/** Text, wait for an order or until it is too late, branch on whether it came, e-mail. `event` lets people in. */
export function reference(name: string, event: string, patience = `PT${WAIT_SECONDS}S`): JourneyDocument {
  const ordered = {
    kind: 'events',
    event: 'Order Completed',
    measure: 'count',
    op: 'at-least',
    value: 1,
    since: 'entry',
  };
  const builder = aJourney()
    .entry(event)
    .sms(TEXT)
    .waitFor('Order Completed', patience, {}, 'order')
    .on('order', 'timeout')
    .step('branch', { paths: [{ id: 'came', name: 'Came', when: ordered }] })
    .on('branch', 'otherwise')
    .email(TEXT, LETTER);
  return finished(builder, name);
}

/** The same for a crowd. */
export function referenceOf(name: string, segment: string): JourneyDocument {
  return {
    ...reference(name, 'Nothing'),
    entry: { kind: 'segment', segment, when: 'asked', reentry: { kind: 'always' } },
  };
}

/** Text, a call of another system, e-mail. */
export function calling(name: string, event: string, url: string): JourneyDocument {
  const body = '{"person": {{ event.person | json }}}';
  return finished(aJourney().entry(event).sms(TEXT).step('webhook', { url, body }).email(TEXT, LETTER), name);
}

/** Text, a long rest, e-mail. */
export function patient(name: string, event: string, days: number): JourneyDocument {
  return finished(aJourney().entry(event).sms(TEXT).wait(`P${days}D`).email(TEXT, LETTER), name);
}

/** Quiet hours are looked at for everybody and never come, whatever the hour of the sitting. */
function finished(builder: JourneyBuilder, name: string): JourneyDocument {
  const always = { allow: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] };
  return builder.with({ name, quietHours: always }).document();
}
