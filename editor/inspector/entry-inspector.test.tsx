import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { nothingSeen } from '../form/offered.ts';
import { inJourney } from '../testing/in-journey.tsx';
import { EntryInspector } from './entry-inspector.tsx';

it('lets a segment enter that is chosen by its name', () => {
  const segments = [{ id: '0198', name: 'Gold customers' }];
  const journey = inJourney(<EntryInspector />, { seen: { ...nothingSeen, segments } });
  const entry = () => journey.getState().document.entry;
  fireEvent.click(screen.getByText('When they are in a segment'));
  expect(entry()).toMatchObject({ kind: 'segment', segment: '', when: 'published' });
  fireEvent.change(screen.getByLabelText('Segment'), {
    target: { value: screen.getByRole<HTMLOptionElement>('option', { name: 'Gold customers' }).value },
  });
  expect(entry()).toMatchObject({ kind: 'segment', segment: '0198' });
  fireEvent.change(screen.getByLabelText('When they enter'), { target: { value: 'asked' } });
  expect(entry()).toMatchObject({ kind: 'segment', segment: '0198', when: 'asked' });
});
