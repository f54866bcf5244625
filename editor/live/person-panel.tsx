import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { JourneyDocument } from '@wend/engine';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { StepIcon } from '../canvas/icon.tsx';
import { nodeTypes } from '../journey/context.ts';
import { Avatar, PersonLink } from '../people/person-link.tsx';
import { RenderedMessage } from '../people/rendered-message.tsx';
import { Loaded } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';

/** One person's way: each turn with the facts as they were, each message as it was, and what is planned. */
export function PersonPanel({
  workspaceId,
  runId,
  document,
}: {
  readonly workspaceId: string;
  readonly runId: string;
  readonly document: JourneyDocument;
}) {
  const query = useQuery(queries.run(workspaceId, runId));
  const { journeyId } = useParams({ from: '/w/$workspaceId/journeys/$journeyId' });
  const { step } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  return (
    <Loaded query={query}>
      {({ run, timeline }) => (
        <>
          <header className="inspector-head">
            <Avatar person={run.person} />
            <div>
              <Link
                className="muted"
                to="/w/$workspaceId/journeys/$journeyId"
                params={{ workspaceId, journeyId }}
                search={{ mode: 'live', ...(step === undefined ? {} : { step }) }}
              >
                ← Back
              </Link>
              <h2>
                <PersonLink profileId={run.profileId} person={run.person} />
              </h2>
              {run.holdout && <p className="muted">In the comparison group: nothing is sent</p>}
            </div>
          </header>
          <section>
            <ol className="timeline">
              {timeline.map((item) => {
                const type = item.step === undefined ? undefined : nodeTypes.get(document.steps[item.step]?.type ?? '');
                return (
                  <li key={`${item.kind} ${item.at} ${item.step} ${item.title}`}>
                    <span
                      className="tile"
                      data-group={item.kind === 'entered' ? 'entry' : item.kind === 'deferral' ? 'timing' : type?.group}
                    >
                      <StepIcon name={item.kind === 'entered' ? 'zap' : (type?.icon ?? 'flag')} size={16} />
                    </span>
                    <b>{item.title === item.step ? (type?.title ?? item.title) : item.title}</b>
                    <span className="muted">
                      <When at={item.at} />
                    </span>
                    <p>{item.text}</p>
                    {item.message?.payload && (
                      <RenderedMessage channel={item.message.channel} payload={item.message.payload} />
                    )}
                  </li>
                );
              })}
            </ol>
            {run.error !== undefined && <p className="problem-row">Held up: {run.error}</p>}
            <PersonActions workspaceId={workspaceId} runId={runId} phase={run.phase} />
          </section>
        </>
      )}
    </Loaded>
  );
}

type Act = 'release' | 'take-out' | 'retry';

function PersonActions({
  workspaceId,
  runId,
  phase,
}: {
  readonly workspaceId: string;
  readonly runId: string;
  readonly phase: string;
}) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (what: Act) => {
      const param = { workspaceId, runId };
      const run = workspaceClient.runs[':runId'];
      if (what === 'release') return done(run.release.$post({ param }));
      if (what === 'retry') return done(run.retry.$post({ param }));
      return done(run['take-out'].$post({ param, json: { reason: '' } }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [workspaceId, 'run', runId] }),
  });
  if (phase === 'ended') return null;
  return (
    <div className="inline">
      {phase === 'waiting' && (
        <button type="button" className="button" onClick={() => act.mutate('release')}>
          Skip the wait
        </button>
      )}
      {phase === 'parked' && (
        <button type="button" className="button" onClick={() => act.mutate('retry')}>
          Try again
        </button>
      )}
      <button type="button" className="button" onClick={() => act.mutate('take-out')}>
        Take out
      </button>
      {act.isError && <span role="alert">{act.error.message}</span>}
    </div>
  );
}
