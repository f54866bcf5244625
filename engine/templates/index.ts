import type { JourneyDocumentInput } from '../document/schema.ts';
import { secondOrder } from './second-order.ts';
import { winBack } from './win-back.ts';

export interface Template {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly document: JourneyDocumentInput;
}

const quiet = { quietHours: 'country', timeZone: 'profile' } as const;

/** Journeys to begin with. Whoever uses one gets a draft and reads every message before anybody else does. */
export const templates: readonly Template[] = [
  {
    id: 'second-order',
    title: 'Second order',
    text: 'Thank for the first order and bring them back for a second one.',
    document: { ...secondOrder({ arrives: 'P10D', chooses: 'P20D', within: 'P30D' }), ...quiet },
  },
  {
    id: 'win-back',
    title: 'Win-back',
    text: 'Write to people who have not ordered for sixty days.',
    document: { ...winBack({ silence: 'P60D' }), ...quiet },
  },
  {
    id: 'abandoned-cart',
    title: 'Abandoned cart',
    text: 'An hour after something was put into the cart and not bought.',
    document: {
      format: 1,
      name: 'Abandoned cart',
      ...quiet,
      entry: {
        kind: 'event',
        event: 'Product Added',
        key: 'properties.cart_id',
        reentry: { kind: 'after', after: 'P7D' },
      },
      exits: [{ event: 'Order Completed' }],
      goals: [{ event: 'Order Completed', within: 'P3D', value: 'properties.revenue', endsJourney: false }],
      steps: {
        hour: { type: 'wait', v: 1, name: 'One hour', config: { until: 'duration', for: 'PT1H' } },
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
          name: 'Nudge text',
          config: {
            body: 'Hi {{ profile.firstName | default: "there" }}, your cart is saved: https://shop.example/cart',
          },
        },
        mail: {
          type: 'email',
          v: 1,
          name: 'Your cart is waiting',
          config: {
            subject: 'You left something behind',
            body: 'Hi {{ profile.firstName | default: "there" }}, still thinking about it?\n\n[Back to your cart](https://shop.example/cart)',
          },
        },
      },
      edges: [
        { from: 'entry', port: 'next', to: 'hour' },
        { from: 'hour', port: 'next', to: 'which' },
        { from: 'which', port: 'a', to: 'text' },
        { from: 'which', port: 'b', to: 'mail' },
      ],
    },
  },
  {
    id: 'welcome',
    title: 'Welcome',
    text: 'Say hello to who signs up, and help those who have not ordered.',
    document: {
      format: 1,
      name: 'Welcome',
      ...quiet,
      entry: { kind: 'event', event: 'Signed Up', reentry: { kind: 'never' } },
      goals: [{ event: 'Order Completed', within: 'P14D', value: 'properties.revenue' }],
      steps: {
        hello: {
          type: 'email',
          v: 1,
          name: 'Hello',
          config: {
            subject: 'Welcome, {{ profile.firstName | default: "friend" }}',
            body: 'Good to have you here.\n\n[Our favourites](https://shop.example/favourites)',
          },
        },
        days: {
          type: 'wait',
          v: 1,
          name: 'Until they order',
          config: { until: 'event', event: 'Order Completed', timeout: 'P3D' },
        },
        help: {
          type: 'push',
          v: 1,
          name: 'Need a hand?',
          config: { title: 'Not sure what to choose?', body: 'Answer three questions and we find it.' },
        },
      },
      edges: [
        { from: 'entry', port: 'next', to: 'hello' },
        { from: 'hello', port: 'next', to: 'days' },
        { from: 'days', port: 'timeout', to: 'help' },
      ],
    },
  },
];
