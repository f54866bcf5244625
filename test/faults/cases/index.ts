import type { Case } from '../frame/case.ts';
import { calm } from './calm.ts';
import { disk } from './disk.ts';
import { drains } from './drains.ts';
import { erasures } from './erasures.ts';
import { events } from './events.ts';
import { journeys } from './journeys.ts';
import { kills } from './kills.ts';
import { networks } from './networks.ts';
import { reseats } from './reseats.ts';
import { waiting } from './waiting.ts';
import { zombies } from './zombies.ts';

/** Every fault that Wend must get through. */
export const cases: readonly Case[] = [
  calm,
  ...kills,
  ...drains,
  ...networks,
  ...zombies,
  ...events,
  ...journeys,
  ...erasures,
  disk,
  waiting,
  ...reseats,
];
