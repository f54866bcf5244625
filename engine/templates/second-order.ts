import type { JourneyDocumentInput } from '../document/schema.ts';

const hello = '{{ profile.firstName | default: "there" }}';

/** As ISO 8601 durations: weeks in a shop, minutes where a day of the shop passes in a minute. */
export interface SecondOrderPace {
  readonly arrives: string;
  readonly chooses: string;
  /** In which the second order counts as won. */
  readonly within: string;
}

/** Thanks for the first order and brings people back for a second one. */
export function secondOrder({ arrives, chooses, within }: SecondOrderPace): JourneyDocumentInput {
  return {
    format: 1,
    name: 'Second order',
    description: 'Thank for the first order and bring people back for a second one.',
    entry: {
      kind: 'event',
      event: 'Order Completed',
      where: { kind: 'events', event: 'Order Completed', measure: 'count', op: 'is', value: 1 },
      reentry: { kind: 'never' },
    },
    goals: [{ event: 'Order Completed', within, value: 'properties.revenue' }],
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
      rest: { type: 'wait', v: 1, name: 'Let it arrive', config: { until: 'duration', for: arrives } },
      nudge: {
        type: 'sms',
        v: 1,
        name: 'A little something',
        config: {
          body: `Hi ${hello}, free delivery on your next order until Sunday: https://shop.example/next`,
          frequencyCap: 'skip',
        },
      },
      late: { type: 'wait', v: 1, name: 'Time to choose', config: { until: 'duration', for: chooses } },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'thanks' },
      { from: 'thanks', port: 'next', to: 'rest' },
      { from: 'rest', port: 'next', to: 'nudge' },
      { from: 'nudge', port: 'next', to: 'late' },
    ],
  };
}
