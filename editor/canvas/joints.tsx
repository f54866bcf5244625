import { Handle, Position } from '@xyflow/react';

/** Where paths begin and end. The flow library measures these in the page, and draws no path without them. */
export function Joints() {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className="joint" />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="joint" />
    </>
  );
}
