import { expect, it } from 'vitest';
import { testStart } from '../testing/index.ts';
import { renderMessage } from './render.ts';

const context = {
  profile: { attributes: { name: 'Ada <b>', cart: ['tea', 'cups'] }, timeZone: 'UTC', language: 'en' },
  run: {
    entry: { name: 'Cart Updated', properties: { value: 40 }, at: testStart },
    variables: { crm: { tier: 'gold' } },
  },
  now: testStart,
};

it('fills in what is known of the person, the event and the run; only HTML is escaped', () => {
  const text = '{{ profile.name }} {{ event.value }} {{ vars.crm.tier }} {{ profile.cart | join: ", " }}';
  expect(renderMessage({ body: text, html: text }, context)).toEqual({
    ok: true,
    fields: { body: 'Ada <b> 40 gold tea, cups', html: 'Ada &lt;b&gt; 40 gold tea, cups' },
  });
});

it('says which field cannot be filled in, and renders none of the others half', () => {
  expect(renderMessage({ subject: 'Hi', body: '{{ name | nonsense }}' }, context)).toEqual({
    ok: false,
    field: 'body',
    why: 'There is no filter "nonsense"',
  });
});
