import type { Place } from '@wend/engine';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { StepIcon } from '../canvas/icon.tsx';
import { grouped } from './list.ts';
import { usePlacing } from './placing.ts';

/** What a + offers: type two letters, press Enter. */
export function StepList() {
  const asking = usePlacing((placing) => placing.asking);
  if (!asking) return null;
  return <OpenList key={`${asking.at.from} ${asking.at.port}`} {...asking} />;
}

interface OpenListProps {
  readonly at: Place;
  /** Where it opens on the screen. */
  readonly x: number;
  readonly y: number;
}

const WIDTH = 256;
const HEIGHT = 336;

function OpenList({ at, x, y }: OpenListProps) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { place, letGo } = usePlacing.getState();
  const types = grouped(search).flatMap((group) => group.types);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    // Answers a promise in some browsers, which is no clean-up.
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const insert = (type: string | undefined): void => {
    letGo();
    if (type !== undefined) place(at, type);
  };
  const hear = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') letGo();
    else if (event.key === 'ArrowDown') setChosen((n) => Math.min(types.length - 1, n + 1));
    else if (event.key === 'ArrowUp') setChosen((n) => Math.max(0, n - 1));
    else if (event.key === 'Enter') insert(types[chosen]?.type);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="popover"
      role="dialog"
      aria-label="Add a step"
      style={{
        left: Math.max(8, Math.min(x, window.innerWidth - WIDTH)),
        top: Math.max(8, Math.min(y, window.innerHeight - HEIGHT)),
      }}
      onKeyDown={hear}
    >
      <input
        ref={input}
        className="input"
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={types.length > 0 ? `${id}-${chosen}` : undefined}
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
      <div ref={list} id={id} role="listbox" aria-label="Steps">
        {types.map((type, index) => (
          <div
            key={type.type}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-item"
            data-active={index === chosen}
            onPointerEnter={() => setChosen(index)}
            // Before the field loses focus, which would close the list.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => insert(type.type)}
            onKeyDown={hear}
          >
            <span className="tile" data-group={type.group}>
              <StepIcon name={type.icon} size={16} />
            </span>
            {type.title}
          </div>
        ))}
      </div>
      {types.length === 0 && <p className="help">No step is called that.</p>}
    </div>
  );
}
