import { fireEvent, screen } from '@testing-library/react';
import { defineNode, go } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { inJourney } from '../testing/in-journey.tsx';
import { StepInspector } from './step-inspector.tsx';

const points = vi.hoisted(() => new Map());
vi.mock('../journey/node-types.ts', () => ({ nodeTypes: points }));
points.set(
  'points',
  defineNode({
    type: 'points',
    version: 2,
    group: 'action',
    title: 'Points',
    summary: 'Puts points on an account',
    icon: 'star',
    config: z.strictObject({
      points: z.int().meta({ label: 'Points' }),
      reason: z.string().meta({ label: 'Reason' }),
    }),
    initial: { points: 10, reason: '' },
    ports: () => [{ id: 'next', label: '' }],
    card: () => ({ title: 'Points', body: { kind: 'plain' } }),
    decide: () => go('next', 'Credited'),
    upgrade: (config) => ({ ...Object(config), reason: 'From before' }),
  }),
);

const journey = (v: number) => ({
  ...aJourney().entry('Order Completed').document(),
  steps: { points1: { type: 'points', v, name: '', config: { points: 50 } } },
});

it('edits a step of an older version as the newest has it, and loses nothing', () => {
  const store = inJourney(<StepInspector id="points1" />, { document: journey(1) });
  fireEvent.change(screen.getByLabelText('Points'), { target: { value: '60' } });
  expect(store.getState().document.steps['points1']).toMatchObject({
    v: 2,
    config: { points: 60, reason: 'From before' },
  });
});

it('offers no form for a step of a version that is not here yet', () => {
  inJourney(<StepInspector id="points1" />, { document: journey(3) });
  expect(screen.queryByLabelText('Points')).toBeNull();
  expect(screen.getByText(/cannot be edited here/)).toBeTruthy();
});
