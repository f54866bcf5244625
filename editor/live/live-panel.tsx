import { useParams } from '@tanstack/react-router';
import type { JourneyDocument } from '@wend/engine';
import { nameIn } from '../journey/context.ts';
import { Avatar } from '../people/person-link.tsx';
import { RunLink } from '../people/run-link.tsx';
import { When } from '../shell/when.tsx';
import { useLiveNumbers } from './context.ts';
import { share } from './figures.tsx';
import { HeldUp } from './held-up.tsx';

/** The journey in four figures, and what happens now, in words. */
export function LivePanel({ document }: { readonly document: JourneyDocument }) {
  const figures = useLiveNumbers((live) => live.figures);
  const happenings = useLiveNumbers((live) => live.happenings);
  const { workspaceId, journeyId } = useParams({ from: '/w/$workspaceId/journeys/$journeyId' });
  const { entered = 0, inside = 0, converted = 0, revenue = 0, parked = 0 } = figures ?? {};
  const [goal] = document.goals;
  return (
    <>
      <section>
        <div className="tiles num">
          <Tile value={entered.toLocaleString()} label="entered" />
          <Tile value={inside.toLocaleString()} label="inside now" />
          <Tile
            value={goal ? share(converted, entered) : '–'}
            label={
              goal ? `reached the goal (${converted.toLocaleString()} of ${entered.toLocaleString()})` : 'no goal set'
            }
          />
          <Tile value={Math.round(revenue).toLocaleString()} label="revenue of the goal events" />
        </div>
      </section>
      {parked > 0 && <HeldUp workspaceId={workspaceId} journeyId={journeyId} count={parked} />}
      <section>
        <h2>Happening now</h2>
        {happenings.length === 0 ? (
          <p className="muted">Waiting for the next thing to happen.</p>
        ) : (
          <ul className="happenings">
            {happenings.map(({ id, at, kind, text, person, runId }) => (
              <li key={id}>
                <Avatar person={person} />
                <span>
                  <RunLink journeyId={journeyId} runId={runId}>
                    {person.name}
                  </RunLink>{' '}
                  {kind === 'sent' || kind === 'clicked' ? nameStep(text, document) : text}
                </span>
                <span className="muted">
                  <When at={at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** The server speaks of a step by its key, at the end; people read what the canvas calls it. */
export function nameStep(text: string, document: JourneyDocument): string {
  return text.replace(/\S+$/, (id) =>
    Object.hasOwn(document.steps, id) ? nameIn(document, id) : 'a message of another version',
  );
}

function Tile({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <div className="tile-figure">
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}
