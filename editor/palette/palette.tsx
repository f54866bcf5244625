import './palette.css';
import type { NodeType, Place } from '@wend/engine';
import { useRef, useState } from 'react';
import { StepIcon } from '../canvas/icon.tsx';
import { grouped } from './list.ts';
import { usePlacing } from './placing.ts';

/** Steps to place: drag one onto a +, or click it and then a +, or press Enter to put it after the chosen step. */
export function Palette({ onInsert }: { readonly onInsert: (type: string) => void }) {
  const [search, setSearch] = useState('');
  return (
    <aside className="palette" aria-label="Steps">
      <input
        className="input"
        type="search"
        placeholder="Find a step"
        aria-label="Find a step"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {grouped(search).map(({ title, types }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          {types.map((type) => (
            <PaletteItem key={type.type} type={type} onInsert={onInsert} />
          ))}
        </section>
      ))}
    </aside>
  );
}

const DRAG_FROM = 6;

function PaletteItem({ type, onInsert }: { readonly type: NodeType; readonly onInsert: (type: string) => void }) {
  const held = usePlacing((placing) => placing.held);
  const start = useRef<{ x: number; y: number } | undefined>(undefined);
  const { hold, drag, letGo } = usePlacing.getState();
  return (
    <button
      type="button"
      className="palette-item"
      title={type.summary}
      data-active={held?.type === type.type}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (!from) return;
        const isHeld = usePlacing.getState().held?.isDragged;
        if (!isHeld && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_FROM) return;
        if (!isHeld) hold(type.type, event.clientX, event.clientY);
        drag(event.clientX, event.clientY, plusAt(event.clientX, event.clientY));
      }}
      onPointerUp={() => {
        start.current = undefined;
        const { held: inHand, over, place } = usePlacing.getState();
        if (!inHand?.isDragged) return hold(type.type, 0, 0);
        letGo();
        if (over) place(over, type.type);
      }}
      onPointerCancel={() => {
        start.current = undefined;
        letGo();
      }}
      onClick={(event) => {
        // A click without a pointer before it comes from a keyboard or a screen reader.
        if (event.detail === 0) hold(type.type, 0, 0);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        letGo();
        onInsert(type.type);
      }}
      onDoubleClick={() => {
        letGo();
        onInsert(type.type);
      }}
    >
      <span className="tile" data-group={type.group}>
        <StepIcon name={type.icon} size={16} />
      </span>
      {type.title}
    </button>
  );
}

const REACH = 36;

/** The + nearest to the pointer, within reach. */
function plusAt(x: number, y: number): Place | undefined {
  let nearest: { readonly distance: number; readonly at: Place } | undefined;
  for (const plus of document.querySelectorAll<HTMLElement>('.plus')) {
    const { left, top, width, height } = plus.getBoundingClientRect();
    const distance = Math.hypot(left + width / 2 - x, top + height / 2 - y);
    const { from, port } = plus.dataset;
    if (distance < REACH && distance < (nearest?.distance ?? REACH) && from !== undefined && port !== undefined)
      nearest = { distance, at: { from, port } };
  }
  return nearest?.at;
}
