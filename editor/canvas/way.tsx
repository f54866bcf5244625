import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { useJourney } from '../journey/context.ts';
import { useLive, useLiveNumbers } from '../live/context.ts';
import { share } from '../live/figures.tsx';
import { usePlacing } from '../palette/placing.ts';
import type { FlowEdge } from './to-flow.ts';

const THINNEST = 2;
const THICKEST = 10;

/** A path: as wide as the people who took it, with their number where there is a choice, and a + to put a step on it. */
export const Way = memo(function Way({ id, data }: EdgeProps<FlowEdge>) {
  const { isLive, path, showPeople } = useLive();
  const flow = useLiveNumbers(({ figures }) => (data ? passed(figures, data.from, data.port) : 0));
  const entered = useLiveNumbers(({ figures }) => figures?.entered ?? 0);
  const arrived = useLiveNumbers(({ figures }) =>
    data ? (data.from === 'entry' ? (figures?.entered ?? 0) : (figures?.steps[data.from]?.arrived ?? 0)) : 0,
  );
  const title = useJourney(({ document }) => (data ? document.steps[data.from]?.name : '') ?? '');
  if (!data) return null;
  const width = isLive && entered > 0 ? THINNEST + (THICKEST - THINNEST) * Math.sqrt(Math.min(1, flow / entered)) : 1.5;
  const isLit = path?.has(`${data.from} ${data.port}`) === true;
  const stroke = isLit ? 'var(--accent)' : isLive && flow > 0 ? 'var(--flow)' : 'var(--line)';
  return (
    <>
      <BaseEdge
        id={id}
        path={data.points}
        style={{ stroke, strokeWidth: isLit ? 3 : width, opacity: path !== undefined && !isLit ? 0.35 : 1 }}
      />
      <EdgeLabelRenderer>
        {isLive && (data.label !== '' || data.from === 'entry') ? (
          <button
            type="button"
            className="way-label num nopan"
            style={{ left: data.labelAt.x, top: data.labelAt.y }}
            onClick={() => showPeople?.(data.from)}
            aria-label={`${data.label || 'Entered'}: ${flow} people`}
          >
            {data.label} <b>{flow.toLocaleString()}</b>
            {data.from !== 'entry' && ` · ${share(flow, arrived)}`}
          </button>
        ) : (
          data.label !== '' && (
            <span className="way-label beside" style={{ left: data.middle.x, top: data.middle.y }}>
              {data.label}
            </span>
          )
        )}
        {!isLive && (
          <PlusButton
            from={data.from}
            port={data.port}
            at={data.middle}
            name={`Add a step after ${title || 'the entry'}${data.label === '' ? '' : `, path ${data.label}`}`}
          />
        )}
      </EdgeLabelRenderer>
    </>
  );
});

function passed(
  figures:
    | {
        readonly entered: number;
        readonly steps: Readonly<Record<string, { readonly left: Readonly<Record<string, number>> }>>;
      }
    | undefined,
  from: string,
  port: string,
): number {
  return from === 'entry' ? (figures?.entered ?? 0) : (figures?.steps[from]?.left[port] ?? 0);
}

function PlusButton({
  from,
  port,
  at,
  name,
}: {
  readonly from: string;
  readonly port: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly name: string;
}) {
  const isTarget = usePlacing(({ over }) => over?.from === from && over.port === port);
  const open = usePlacing((placing) => placing.open);
  return (
    <button
      type="button"
      className="plus nopan nodrag"
      style={{ left: at.x, top: at.y }}
      aria-label={name}
      data-target={isTarget}
      data-from={from}
      data-port={port}
      onClick={(event) => open({ from, port }, event.currentTarget.getBoundingClientRect())}
    >
      <Plus size={14} aria-hidden />
    </button>
  );
}
