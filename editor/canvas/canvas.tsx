import '@xyflow/react/dist/base.css';
import './canvas.css';
import { cardWidth, type JourneyDocument, type PlanStep } from '@wend/engine';
import { Background, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { nodeTypes as stepTypes, useJourney } from '../journey/context.ts';
import { usePlacing } from '../palette/placing.ts';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import { FlowCache } from './flow-cache.ts';
import { StepIcon } from './icon.tsx';
import { openingView } from './opening-view.ts';
import { SlotMark } from './slot.tsx';
import { EntryCard, StepCard } from './step-card.tsx';
import { toFlow } from './to-flow.ts';
import { Way } from './way.tsx';

const nodeTypes = { step: StepCard, entry: EntryCard, slot: SlotMark };
const edgeTypes = { way: Way };
const FAR = 0.35;
const KEYS = 'Arrow keys move between steps, Enter opens one.';
const EDIT_KEYS = 'Arrow keys move between steps, Enter edits, A adds a step, Delete removes it.';

interface CanvasProps {
  readonly document: JourneyDocument;
  readonly steps: ReadonlyMap<string, PlanStep>;
  readonly isLive: boolean;
  /** Messages have room for their figures. */
  readonly hasFigures?: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  /** Tools that stand before those of the view. */
  readonly children?: ReactNode;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ document, steps, isLive, hasFigures = isLive, onKey, children }: CanvasProps) {
  const cache = useRef(new FlowCache());
  const flow = useMemo(() => toFlow(document, steps, hasFigures, cache.current), [document, steps, hasFigures]);
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  const isHolding = usePlacing((placing) => placing.held !== undefined);
  const select = useJourney((journey) => journey.select);
  const selected = useJourney((journey) => journey.selected);
  const box = useRef<HTMLDivElement>(null);
  useOpeningView(flow, box);
  useSelectedInSight(flow, selected);
  return (
    <div
      ref={box}
      className={`canvas ${isFar ? 'far' : ''}`}
      data-dragging={isHolding}
      role="application"
      aria-roledescription="journey canvas"
      aria-label={`Journey. ${isLive ? KEYS : EDIT_KEYS}`}
      aria-activedescendant={selected === undefined ? undefined : `card-${selected}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas is one stop of the Tab key and moves a pointer of its own
      tabIndex={0}
      onKeyDown={onKey}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={flow.nodes}
        edges={flow.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={1.5}
        disableKeyboardA11y
        onNodeClick={(_, node) => node.type !== 'slot' && select(node.id)}
        onPaneClick={() => {
          select(undefined);
          usePlacing.getState().letGo();
        }}
      >
        <Background gap={20} size={2} />
        <Panel position="bottom-center">
          <div className="toolbar" role="toolbar" aria-label="Canvas">
            {children}
            <ZoomButtons />
          </div>
        </Panel>
      </ReactFlow>
      <DragGhost />
    </div>
  );
}

/** Only when the page opens: later the view is the person's own. */
function useOpeningView(flow: Flow, box: React.RefObject<HTMLDivElement | null>): void {
  const { setViewport } = useReactFlow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
    void setViewport(openingView(flow, { width: clientWidth, height: clientHeight }));
  }, []);
}

/** Whoever walks by keys or comes from a list sees the step they stand on. */
function useSelectedInSight(flow: Flow, selected: string | undefined): void {
  const { setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    const node = flow.nodes.find(({ id }) => id === selected);
    const isDrawn = node && window.document.getElementById(`card-${node.id}`);
    if (node && !isDrawn)
      void setCenter(node.position.x + cardWidth / 2, node.position.y + 60, { zoom: getZoom(), duration: 150 });
  }, [selected, flow.nodes, setCenter, getZoom]);
}

/** What is in the hand, under the pointer. Alone in following it: the canvas does not draw again for a move. */
function DragGhost() {
  const held = usePlacing((placing) => placing.held);
  if (!held?.isDragged) return null;
  const type = stepTypes.get(held.type);
  return (
    <div className="drag-ghost pill" style={{ left: held.x, top: held.y }}>
      <StepIcon name={type?.icon ?? ''} size={14} /> {type?.title ?? held.type}
    </div>
  );
}

function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <>
      <button type="button" className="button quiet icon" aria-label="Zoom out" onClick={() => void zoomOut()}>
        <ZoomOut size={16} aria-hidden />
      </button>
      <span className="num muted zoom">{zoom} %</span>
      <button type="button" className="button quiet icon" aria-label="Zoom in" onClick={() => void zoomIn()}>
        <ZoomIn size={16} aria-hidden />
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label="Show the whole journey"
        title="Show the whole journey"
        onClick={() => void fitView({ padding: 0.1 })}
      >
        <Maximize size={16} aria-hidden />
      </button>
    </>
  );
}
