import { fireEvent, screen } from '@testing-library/react';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { StepInspector } from '../inspector/step-inspector.tsx';
import type { UseJourney } from '../journey/store.ts';
import { inJourney } from '../testing/in-journey.tsx';

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

const journey = () => aJourney().entry('Signed Up').sms('Hello {{ profile.firstName | default: "you" }}', 'hello');
const configOf = (store: UseJourney) => store.getState().document.steps['hello']?.config;

it('writes a message in another language, beginning with the words there are', () => {
  const store = inJourney(<StepInspector id="hello" />, { document: journey().document() });
  type('Add a language', 'fr');
  expect(screen.getByRole('button', { name: 'French' }).getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByLabelText('Message')).toHaveProperty('value', 'Hello \u2068first name\u2069');
  type('Message', 'Salut');
  expect(configOf(store)).toEqual({
    body: 'Hello {{ profile.firstName | default: "you" }}',
    languages: { fr: { body: 'Salut' } },
  });
});

it('counts what each language costs on its own', () => {
  inJourney(<StepInspector id="hello" />, { document: journey().document() });
  expect(screen.getByText(/1 part · 31 of 160/)).toBeTruthy();
  type('Add a language', 'el');
  type('Message', `${'γ'.repeat(60)}`);
  expect(screen.getByText(/2 parts · 82 of 134/)).toBeTruthy();
  press('Everyone else');
  expect(screen.getByText(/1 part · 31 of 160/)).toBeTruthy();
});

it('shows a language that other messages of the journey speak and this one does not', () => {
  const document = journey()
    .step('email', { subject: 'Hello', body: 'You', languages: { de: { subject: 'Hallo', body: 'Du' } } }, 'mail')
    .document();
  const store = inJourney(<StepInspector id="hello" />, { document });
  press(/German/);
  expect(screen.getByText(/Other messages of this journey speak German, this one does not/)).toBeTruthy();
  press('Write it in German');
  type('Message', 'Hallo');
  expect(configOf(store)).toMatchObject({ languages: { de: { body: 'Hallo' } } });
});

it('says at which language there is something to do, and what', () => {
  const document = aJourney()
    .entry('Signed Up')
    .step('sms', { body: 'Hi', languages: { fr: { body: '' } } }, 'hello')
    .document();
  inJourney(<StepInspector id="hello" />, { document });
  press(/French.*to do/);
  expect(screen.getByText('The message is empty, in French.')).toBeTruthy();
});

it('takes a language away again, and with the last one the whole part', () => {
  const document = aJourney()
    .entry('Signed Up')
    .step('sms', { body: 'Hi', languages: { fr: { body: 'Salut' } } }, 'hello')
    .document();
  const store = inJourney(<StepInspector id="hello" />, { document });
  press('French');
  press('Remove French');
  expect(configOf(store)).toEqual({ body: 'Hi' });
});
