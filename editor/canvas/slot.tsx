import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { SlotNode } from './flow.ts';
import { Joints } from './joints.tsx';

/** The end of a path that leads nowhere yet: people leave here. The + above it puts a step there. */
export const SlotMark = memo(function SlotMark(_: NodeProps<SlotNode>) {
  return (
    <div>
      <Joints />
      <p className="kicker slot-mark">People leave here</p>
    </div>
  );
});
