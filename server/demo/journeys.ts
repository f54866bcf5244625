import { type JourneyDocumentInput, secondOrder, winBack } from '@wend/engine';

const hello = '{{ profile.firstName | default: "there" }}';

/** Its messages are of the sample's one topic and come at any hour, so that there is always something to see. */
const sample = { topic: 'offers', quietHours: 'none' } as const;

/** A day of the shop passes in a minute, and so do the waits of its journeys. */
export const demoJourneys: readonly JourneyDocumentInput[] = [
  { ...secondOrder({ arrives: 'PT5M', chooses: 'PT20M', within: 'PT30M' }), ...sample },
  { ...winBack({ silence: 'PT15M' }), ...sample },
  {
    format: 1,
    name: 'After a good order',
    description: 'Every kind of step once: A/B, wait for a click, branch on a KPI, text, e-mail, notification.',
    ...sample,
    entry: {
      kind: 'event',
      event: 'Order Completed',
      where: { kind: 'property', path: 'properties.revenue', op: 'at-least', value: 100 },
      key: 'properties.order_id',
      reentry: { kind: 'always' },
    },
    goals: [{ event: 'Order Completed', within: 'PT20M', value: 'properties.revenue', endsJourney: false }],
    steps: {
      pause: { type: 'wait', v: 1, name: 'A moment', config: { until: 'duration', for: 'PT1M' } },
      which: {
        type: 'split',
        v: 1,
        name: 'Text or e-mail?',
        config: {
          variants: [
            { id: 'a', name: 'A', share: 4500 },
            { id: 'b', name: 'B', share: 4500 },
            { id: 'holdout', name: 'Holdout', share: 1000, holdout: true },
          ],
        },
      },
      text: {
        type: 'sms',
        v: 1,
        name: 'Rate us by text',
        config: { body: `Hi ${hello}, how was it? Tell us here: https://shop.example/rate`, frequencyCap: 'ignore' },
      },
      mail: {
        type: 'email',
        v: 1,
        name: 'Rate us by e-mail',
        config: {
          subject: 'How was your order?',
          preheader: 'One click is enough',
          body: `Hi ${hello}, how do you like {{ event.product }}?\n\n[Tell us](https://shop.example/rate)`,
          frequencyCap: 'ignore',
        },
      },
      answer: {
        type: 'wait',
        v: 1,
        name: 'Until they click',
        config: {
          until: 'event',
          event: 'Message Clicked',
          where: { kind: 'property', path: 'properties.step', op: 'in', value: ['text', 'mail'] },
          since: 'last-message',
          timeout: 'PT3M',
        },
      },
      rate: {
        type: 'kpi-branch',
        v: 1,
        name: 'Click rate lately',
        config: { of: 'journey', metric: { rate: 'click', within: 'PT10M' }, threshold: 0.15, minimum: 20 },
      },
      well: {
        type: 'push',
        v: 1,
        name: 'Thank you for telling',
        config: {
          title: 'Thank you!',
          body: `Your voice counts, ${hello}. A surprise waits in your account.`,
          url: 'https://shop.example/surprise',
          frequencyCap: 'ignore',
        },
      },
      poorly: {
        type: 'email',
        v: 1,
        name: 'Free delivery until Sunday',
        config: {
          subject: 'Free delivery until Sunday',
          body: `${hello}, delivery is on us until Sunday, whatever you choose.\n\n[Choose](https://shop.example/free)`,
          frequencyCap: 'ignore',
        },
      },
      soon: { type: 'wait', v: 1, name: 'Look again in a while', config: { until: 'duration', for: 'PT10M' } },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'which' },
      { from: 'which', port: 'a', to: 'text' },
      { from: 'which', port: 'b', to: 'mail' },
      { from: 'text', port: 'next', to: 'answer' },
      { from: 'mail', port: 'next', to: 'answer' },
      { from: 'answer', port: 'happened', to: 'rate' },
      { from: 'answer', port: 'timeout', to: 'rate' },
      { from: 'rate', port: 'at-least', to: 'well' },
      { from: 'rate', port: 'below', to: 'poorly' },
      { from: 'rate', port: 'not-enough-data', to: 'soon' },
    ],
  },
];
