import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { nameStep } from './live-panel.tsx';

it('calls a step without a name by its kind, as the canvas does', () => {
  const document = aJourney().entry('Order Completed').sms('Hi', 'sms1').document();
  expect(nameStep('got sms1', document)).toBe('got SMS');
  expect(nameStep('clicked the link in gone1', document)).toBe('clicked the link in a message of another version');
  const { sms1 } = document.steps;
  if (!sms1) throw new Error('The text is not there');
  const named = { ...document, steps: { sms1: { ...sms1, name: 'Nudge text' } } };
  expect(nameStep('got sms1', named)).toBe('got Nudge text');
});
