import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { nameIn, useJourney } from '../journey/context.ts';
import { useLive, useLiveNumbers } from '../live/context.ts';
import { share } from '../live/figures.tsx';
import { usePlacing } from '../palette/placing.ts';
import type { FlowEdge } from './flow.ts';

const THINNEST = 2;
const THICKEST = 10;
type WayData = NonNullable<FlowEdge['data']>;

/** A path: as wide as the people who took it, with their number, and a + to put a step on it. */
export const Way = memo(function Way({ id, data }: EdgeProps<FlowEdge>) {
  const { isLive, path } = useLive();
  const { flow, entered } = useFlow(data);
  if (!data) return null;
  const isLit = path?.has(`${data.from} ${data.port}`) === true;
  const width = isLive && entered > 0 ? THINNEST + (THICKEST - THINNEST) * Math.sqrt(Math.min(1, flow / entered)) : 1.5;
  const stroke = isLit ? 'var(--accent)' : isLive && flow > 0 ? 'var(--flow)' : 'var(--line)';
  const isShown = path === undefined ? width : isLit ? 3 : 1.5;
  return (
    <>
      <BaseEdge
        id={id}
        path={data.points}
        style={{ stroke, strokeWidth: isShown, opacity: path !== undefined && !isLit ? 0.35 : 1 }}
      />
      <EdgeLabelRenderer>
        {isLive && path === undefined ? (
          <LiveLabel data={data} />
        ) : (
          <PlainLabel data={data} isDim={path !== undefined && !isLit} />
        )}
        {!isLive && <PlusButton data={data} />}
      </EdgeLabelRenderer>
    </>
  );
});

/** How many took this path, of how many who were where it begins. */
function useFlow(data: WayData | undefined) {
  const isEntry = data?.from === 'entry';
  const entered = useLiveNumbers(({ figures }) => figures?.entered ?? 0);
  const arrived = useLiveNumbers(({ figures }) => figures?.steps[data?.from ?? '']?.arrived ?? 0);
  const left = useLiveNumbers(({ figures }) => figures?.steps[data?.from ?? '']?.left[data?.port ?? ''] ?? 0);
  return { flow: isEntry ? entered : left, arrived: isEntry ? entered : arrived, entered };
}

interface PlainLabelProps {
  readonly data: WayData;
  /** The person who is followed did not come this way. */
  readonly isDim: boolean;
}

function PlainLabel({ data: { label, labelAt }, isDim }: PlainLabelProps) {
  return label === '' ? null : (
    <span className="way-label" data-dim={isDim} style={{ left: labelAt.x, top: labelAt.y }} title={label}>
      {label}
    </span>
  );
}

/** With their number, which leads to the people themselves. */
export function LiveLabel({ data }: { readonly data: WayData }): ReactNode {
  const { showPeople } = useLive();
  const { flow, arrived } = useFlow(data);
  const { from, label, labelAt } = data;
  const isEntry = from === 'entry';
  return (
    <button
      type="button"
      className="way-label num nopan"
      // The canvas is one stop of the Tab key; the people of a step are reached by Enter on it.
      tabIndex={-1}
      style={{ left: labelAt.x, top: labelAt.y }}
      onClick={() => showPeople?.(from)}
      title="Show these people"
    >
      {label === '' ? '' : `${label} `}
      <b>{flow.toLocaleString()}</b>
      {isEntry ? ' entered' : ` · ${share(flow, arrived)}`}
    </button>
  );
}

function PlusButton({ data: { from, port, label, plusAt } }: { readonly data: WayData }) {
  const isTarget = usePlacing(({ over }) => over?.from === from && over.port === port);
  const open = usePlacing((placing) => placing.open);
  const title = useJourney(({ document }) => (from === 'entry' ? 'the entry' : nameIn(document, from)));
  return (
    <button
      type="button"
      className="plus nopan nodrag"
      tabIndex={-1}
      style={{ left: plusAt.x, top: plusAt.y }}
      aria-label={`Add a step after ${title}${label === '' ? '' : `, path ${label}`}`}
      data-target={isTarget}
      data-from={from}
      data-port={port}
      onClick={(event) => open({ from, port }, event.currentTarget.getBoundingClientRect())}
    >
      <Plus size={14} aria-hidden />
    </button>
  );
}
