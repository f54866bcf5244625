import type { JourneyDocumentInput } from '@wend/engine';

const hello = '{{ profile.firstName | default: "there" }}';

/** A day of the shop passes in a minute, and so do the waits of its journeys. */
export const demoJourneys: readonly JourneyDocumentInput[] = [
  {
    format: 1,
    name: 'Second order',
    description: 'Thank for the first order and bring people back for a second one.',
    topic: 'offers',
    quietHours: 'none',
    entry: {
      kind: 'event',
      event: 'Order Completed',
      where: { kind: 'events', event: 'Order Completed', measure: 'count', op: 'is', value: 1 },
      reentry: { kind: 'never' },
    },
    goals: [{ event: 'Order Completed', within: 'PT30M', value: 'properties.revenue' }],
    steps: {
      thanks: {
        type: 'email',
        v: 1,
        name: 'Thank you',
        config: {
          purpose: 'transactional',
          subject: `Thank you, ${hello}`,
          body: 'Your order {{ event.order_id }} is on its way: {{ event.product }} and what else you chose.\n\n[Follow your parcel](https://shop.example/orders)',
        },
      },
      rest: { type: 'wait', v: 1, name: 'Let it arrive', config: { until: 'duration', for: 'PT5M' } },
      nudge: {
        type: 'sms',
        v: 1,
        name: 'A little something',
        config: {
          body: `Hi ${hello}, free delivery on your next order until Sunday: https://shop.example/next`,
          frequencyCap: 'skip',
        },
      },
      late: { type: 'wait', v: 1, name: 'Time to choose', config: { until: 'duration', for: 'PT20M' } },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'thanks' },
      { from: 'thanks', port: 'next', to: 'rest' },
      { from: 'rest', port: 'next', to: 'nudge' },
      { from: 'nudge', port: 'next', to: 'late' },
    ],
  },
  {
    format: 1,
    name: 'Win-back',
    description: 'Write to people who have gone quiet after an order.',
    topic: 'offers',
    quietHours: 'none',
    entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'always' } },
    exits: [{ event: 'Order Completed' }],
    goals: [],
    steps: {
      silence: {
        type: 'wait',
        v: 1,
        name: 'A quarter of an hour of silence',
        config: { until: 'duration', for: 'PT15M' },
      },
      miss: {
        type: 'email',
        v: 1,
        name: 'We miss you',
        config: {
          subject: `It has been a while, ${hello}`,
          body: 'A lot is new since your last visit.\n\n[See what is new](https://shop.example/new)',
        },
      },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'silence' },
      { from: 'silence', port: 'next', to: 'miss' },
    ],
  },
  {
    format: 1,
    name: 'After a good order',
    description: 'Every kind of step once: A/B, wait for a click, branch on a KPI, text, e-mail, notification.',
    topic: 'offers',
    quietHours: 'none',
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
        name: 'Click rate of late',
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
