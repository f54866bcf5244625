import { ENTRY, type JourneyDocument } from '@wend/engine';
import { StepIcon } from '../canvas/icon.tsx';
import { nodeTypes, useJourney } from './context.ts';

interface Row {
  readonly id: string;
  readonly level: number;
}

/** The same steps as a list: the editor of a narrow screen. */
export function Outline() {
  const document = useJourney((journey) => journey.document);
  const selected = useJourney((journey) => journey.selected);
  const select = useJourney((journey) => journey.select);
  return (
    <nav className="outline" aria-label="Steps of the journey">
      <ol>
        {rowsOf(document).map(({ id, level }) => {
          const step = document.steps[id];
          const type = step && nodeTypes.get(step.type);
          return (
            <li key={id} style={{ '--level': level } as React.CSSProperties}>
              <button type="button" aria-current={selected === id} onClick={() => select(id)}>
                <span className="tile" data-group={id === ENTRY ? 'entry' : type?.group}>
                  <StepIcon name={id === ENTRY ? 'zap' : (type?.icon ?? '')} />
                </span>
                {id === ENTRY ? 'Entry' : step?.name || type?.title || step?.type}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Depth first, each step once; a choice indents what follows it. */
function rowsOf({ edges }: JourneyDocument): readonly Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  const visit = (id: string, level: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    rows.push({ id, level });
    const next = edges.filter(({ from }) => from === id);
    for (const { to } of next) visit(to, next.length > 1 ? level + 1 : level);
  };
  visit(ENTRY, 0);
  return rows;
}
