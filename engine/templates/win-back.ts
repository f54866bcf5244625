import type { JourneyDocumentInput } from '../document/schema.ts';

/** Writes to people who have been quiet for so long (an ISO 8601 duration) after an order; whoever orders leaves. */
export function winBack({ silence }: { readonly silence: string }): JourneyDocumentInput {
  return {
    format: 1,
    name: 'Win-back',
    description: 'Write to people who have gone quiet after an order.',
    entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'always' } },
    exits: [{ event: 'Order Completed' }],
    goals: [],
    steps: {
      silence: { type: 'wait', v: 1, name: 'Silence', config: { until: 'duration', for: silence } },
      miss: {
        type: 'email',
        v: 1,
        name: 'We miss you',
        config: {
          subject: 'It has been a while, {{ profile.firstName | default: "there" }}',
          body: 'A lot is new since your last visit.\n\n[See what is new](https://shop.example/new)',
        },
      },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'silence' },
      { from: 'silence', port: 'next', to: 'miss' },
    ],
  };
}
