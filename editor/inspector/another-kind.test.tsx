import { fireEvent, screen } from '@testing-library/react';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { inJourney } from '../testing/in-journey.tsx';
import { StepInspector } from './step-inspector.tsx';

it('keeps what follows a wait that becomes one of another kind, and undo leads back to where it began', () => {
  const document = aJourney().entry('Cart Updated').wait('P1D', 'hold').sms('Still there?', 'nudge').document();
  const store = inJourney(<StepInspector id="hold" />, { document });
  const ways = () => store.getState().document.edges.map(({ from, port, to }) => `${from} ${port} ${to}`);
  const before = ways();
  fireEvent.click(screen.getByRole('button', { name: 'Until something happens' }));
  expect(ways()).toContain('hold happened nudge');
  fireEvent.click(screen.getByRole('button', { name: 'Until a time of day' }));
  expect(ways()).toEqual(before);
  while (store.getState().past.length > 0) store.getState().undo();
  expect(store.getState().document).toEqual(document);
});
