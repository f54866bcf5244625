import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { JourneyDocument } from '@wend/engine';
import { ArrowLeft } from 'lucide-react';
import { queries } from '../api/queries.ts';
import { StepIcon } from '../canvas/icon.tsx';
import { nodeTypes } from '../journey/context.ts';
import { Avatar, PersonLink } from '../people/person-link.tsx';
import { RenderedMessage } from '../people/rendered-message.tsx';
import { ClockTime, hourOf, placeOf } from '../shell/clock-time.tsx';
import { More } from '../shell/more.tsx';
import { Loaded } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';
import { PersonActions } from './person-actions.tsx';

interface PersonPanelProps {
  readonly workspaceId: string;
  readonly runId: string;
  readonly document: JourneyDocument;
  /** The version that runs now. */
  readonly present: number | undefined;
}

/** One person's way: each turn with the facts as they were, each message as it was, and what is planned. */
export function PersonPanel({ workspaceId, runId, document, present }: PersonPanelProps) {
  const query = useInfiniteQuery(queries.run(workspaceId, runId));
  return (
    <Loaded query={query}>
      {({ run, timeline }) => (
        <>
          <header className="inspector-head">
            <Avatar person={run.person} />
            <div>
              <BackLink />
              <h2>
                <PersonLink profileId={run.profileId} person={run.person} />
              </h2>
              {run.number !== present && <p className="muted">On version {run.number}, as it was when they entered</p>}
              <p className="muted">{zoneWords(run.timeZone)}</p>
              {run.holdout && <p className="muted">In the comparison group: nothing is sent</p>}
            </div>
          </header>
          <section>
            <More query={query} label="Show what came before" />
            <ol className="timeline">
              {timeline.map((item) => (
                <Turn
                  key={`${item.kind} ${item.at} ${item.step} ${item.title}`}
                  item={item}
                  document={document}
                  zone={run.timeZone}
                />
              ))}
            </ol>
            {run.error !== undefined && <p className="problem-row">Held up: {run.error}</p>}
            <PersonActions workspaceId={workspaceId} runId={runId} phase={run.phase} name={run.person.name} />
          </section>
        </>
      )}
    </Loaded>
  );
}

function BackLink() {
  const { workspaceId, journeyId } = useParams({ from: '/w/$workspaceId/journeys/$journeyId' });
  const { step } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  return (
    <Link
      className="back"
      to="/w/$workspaceId/journeys/$journeyId"
      params={{ workspaceId, journeyId }}
      search={{ mode: 'live', ...(step === undefined ? {} : { step }) }}
    >
      <ArrowLeft size={16} aria-hidden /> {step === undefined ? 'All figures' : 'All of them'}
    </Link>
  );
}

/** Whose clock the times of a way are read from. */
const zoneWords = (zone: string): string =>
  zone === 'UTC'
    ? 'Times are in UTC'
    : `Times are theirs, in ${placeOf(zone)}: now ${hourOf(new Date().toISOString(), zone)}`;

interface TurnProps {
  readonly item: {
    readonly kind: string;
    readonly at: string;
    readonly step?: string | undefined;
    readonly title: string;
    readonly text: string;
    readonly message?:
      | { readonly channel: string; readonly payload?: Readonly<Record<string, unknown>> | undefined }
      | undefined;
  };
  readonly document: JourneyDocument;
  /** Of the person. */
  readonly zone: string;
}

function Turn({ item, document, zone }: TurnProps) {
  const type = item.step === undefined ? undefined : nodeTypes.get(document.steps[item.step]?.type ?? '');
  const icon = { entered: 'zap', conversion: 'target', ended: 'flag' }[item.kind] ?? type?.icon ?? 'flag';
  const group = { entered: 'entry', conversion: 'entry', deferral: 'timing' }[item.kind] ?? type?.group;
  return (
    <li data-planned={item.kind === 'planned'}>
      <span className="tile" data-group={group}>
        <StepIcon name={icon} size={16} />
      </span>
      {/* A step without a name of its own comes with its key. */}
      <b>{item.title === item.step ? (type?.title ?? item.title) : item.title}</b>
      <span className="muted">
        <ClockTime at={item.at} zone={zone} />
        {item.kind === 'planned' && (
          <>
            {' · '}
            <When at={item.at} />
          </>
        )}
      </span>
      {item.text !== '' && <p>{item.text}</p>}
      {item.message?.payload && <RenderedMessage channel={item.message.channel} payload={item.message.payload} />}
    </li>
  );
}
