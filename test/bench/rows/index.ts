import type { Row } from '../frame/row.ts';
import { backup } from './backup.ts';
import { crowd } from './crowd.ts';
import { editor200, editor1000 } from './editor.ts';
import { intake } from './intake.ts';
import { machine } from './machine.ts';
import { neighbour } from './neighbour.ts';
import { one } from './one.ts';
import { firstStart, secondStart } from './starts.ts';
import { stream } from './stream.ts';
import { trickle } from './trickle.ts';
import { webhook } from './webhook.ts';

/** In this order: the starts have the machine to themselves, and what fills the database comes last. */
export const rows: readonly Row[] = [
  machine,
  firstStart,
  secondStart,
  editor200,
  editor1000,
  one,
  crowd,
  backup,
  neighbour,
  webhook,
  stream,
  trickle,
  intake,
];
