import { useEffect, useRef, useState } from 'react';
import { StepIcon } from '../canvas/icon.tsx';
import { grouped } from './list.ts';
import { usePlacing } from './placing.ts';

/** What a + offers: type two letters, press Enter. */
export function StepList() {
  const asking = usePlacing((placing) => placing.asking);
  if (!asking) return null;
  return <OpenList key={`${asking.at.from} ${asking.at.port}`} {...asking} />;
}

function OpenList({
  at,
  x,
  y,
}: {
  readonly at: { readonly from: string; readonly port: string };
  readonly x: number;
  readonly y: number;
}) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const { place, letGo } = usePlacing.getState();
  const types = grouped(search).flatMap((group) => group.types);
  useEffect(() => input.current?.focus(), []);
  const insert = (type: string | undefined): void => {
    letGo();
    if (type !== undefined) place(at, type);
  };
  return (
    <div
      className="popover"
      role="dialog"
      aria-label="Add a step"
      style={{ left: Math.min(x, window.innerWidth - 256), top: Math.min(y, window.innerHeight - 336) }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') letGo();
        if (event.key === 'ArrowDown') setChosen((n) => Math.min(types.length - 1, n + 1));
        if (event.key === 'ArrowUp') setChosen((n) => Math.max(0, n - 1));
        if (event.key === 'Enter') insert(types[chosen]?.type);
        if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
      }}
    >
      <input
        ref={input}
        className="input"
        type="search"
        placeholder="Find a step"
        aria-label="Find a step to add"
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setChosen(0);
        }}
        onBlur={(event) => {
          if (!event.currentTarget.closest('.popover')?.contains(event.relatedTarget)) letGo();
        }}
      />
      {types.map((type, index) => (
        <button
          key={type.type}
          type="button"
          className="palette-item"
          data-active={index === chosen}
          onClick={() => insert(type.type)}
        >
          <span className="tile" data-group={type.group}>
            <StepIcon name={type.icon} size={16} />
          </span>
          {type.title}
        </button>
      ))}
    </div>
  );
}
