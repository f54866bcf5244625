import type { NodeType } from '../node/define-node.ts';
import { branch } from './branch/index.ts';
import { email } from './email/index.ts';
import { emitEvent } from './emit-event/index.ts';
import { end } from './end/index.ts';
import { goTo } from './go-to/index.ts';
import { kpiBranch } from './kpi-branch/index.ts';
import { push } from './push/index.ts';
import { sms } from './sms/index.ts';
import { split } from './split/index.ts';
import { updateProfile } from './update-profile/index.ts';
import { wait } from './wait/index.ts';
import { webhook } from './webhook/index.ts';

/** In the palette's order. */
export const builtInNodes: readonly NodeType[] = [
  sms,
  email,
  push,
  wait,
  branch,
  kpiBranch,
  split,
  goTo,
  end,
  updateProfile,
  webhook,
  emitEvent,
];
