import { bindStep, type Card, ENTRY, type Entry, inWords, keyPathOf, type Problem } from '@wend/engine';
import type { NodeProps } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { memo, useMemo } from 'react';
import { nameIn, nodeTypes, useJourney } from '../journey/context.ts';
import { useLive } from '../live/context.ts';
import { CardFigures, WaitingPill } from '../live/figures.tsx';
import { CardBody } from './card-body.tsx';
import type { EntryNode, StepNode } from './flow.ts';
import { StepIcon } from './icon.tsx';
import { Joints } from './joints.tsx';

/** One step: what it is, when it is reached, and the very words it sends. */
export const StepCard = memo(function StepCard({ id, data: { elapsed } }: NodeProps<StepNode>) {
  const step = useJourney(({ document }) => document.steps[id]);
  const isCurrent = useJourney(({ selected }) => selected === id);
  const problem = useJourney(
    ({ problems }) =>
      problems.find((one) => one.step === id && one.severity === 'error') ?? problems.find((one) => one.step === id),
  );
  const live = useLive();
  // Steps that the person who is followed did not come to. Their way is told beside the picture.
  const isDim = live.path !== undefined && !live.path.has(id);
  const card = useCard(id);
  const type = step && nodeTypes.get(step.type);
  if (!step) return null;
  const title = step.name || card?.title || type?.title || step.type;
  const kicker = [type?.title ?? `Unknown step: ${step.type}`, card?.detail, elapsed].filter(Boolean).join(' · ');
  return (
    <article
      id={`card-${id}`}
      className="card"
      data-current={isCurrent}
      data-dim={isDim}
      aria-hidden={isDim}
      aria-label={`${kicker}: ${title}`}
    >
      <div className="card-head">
        <span className="tile" data-group={type?.group}>
          <StepIcon name={type?.icon ?? ''} />
        </span>
        <div>
          <p className="kicker">{kicker}</p>
          <h2 className="card-title">{title}</h2>
        </div>
      </div>
      <Joints />
      {card && <CardBody body={card.body} />}
      {live.isLive && live.path === undefined && type?.group === 'message' && <CardFigures id={id} />}
      {live.isLive ? <WaitingPill id={id} /> : problem && <ProblemPill problem={problem} />}
    </article>
  );
});

/** What the card says, in the names that other steps have now. It is drawn again only when that becomes another text. */
function useCard(id: string): Card | undefined {
  const text = useJourney(({ document }) => {
    const step = document.steps[id];
    const type = step && nodeTypes.get(step.type);
    const bound = type && bindStep(type, id, step);
    return bound?.ok ? JSON.stringify(bound.node.card((other) => nameIn(document, other))) : '';
  });
  return useMemo(() => (text === '' ? undefined : cardOf(text)), [text]);
}

function cardOf(text: string): Card {
  // Written from a card in the lines above.
  return JSON.parse(text) as Card;
}

export const EntryCard = memo(function EntryCard(_: NodeProps<EntryNode>) {
  const entry = useJourney(({ document }) => document.entry);
  const filter = useJourney(({ document }) =>
    document.entry.kind === 'event' && document.entry.where
      ? inWords(document.entry.where, (id) => nameIn(document, id))
      : '',
  );
  const isCurrent = useJourney(({ selected }) => selected === ENTRY);
  const problem = useJourney(({ problems }) => problems.find((one) => one.step === ENTRY));
  const isLive = useLive().isLive;
  const title = entryTitle(entry);
  const key = keyPathOf(entry);
  const detail = [
    filter,
    key ? `one for each ${key.split('.').at(-1)?.replaceAll('_', ' ')}` : '',
    againWords(entry.reentry.kind),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <article id={`card-${ENTRY}`} className="card" data-current={isCurrent} aria-label={`Entry: ${title}`}>
      <div className="card-head">
        <span className="tile" data-group="entry">
          <StepIcon name="zap" />
        </span>
        <div>
          <p className="kicker">Entry{entry.kind === 'event' ? ' · event' : ''}</p>
          <h2 className="card-title">{title}</h2>
          <p className="kicker">{detail}</p>
        </div>
      </div>
      <Joints />
      {!isLive && problem && <ProblemPill problem={problem} />}
    </article>
  );
});

function entryTitle(entry: Entry): string {
  if (entry.kind === 'event') return entry.event || 'Choose an event';
  if (entry.kind === 'segment') return entry.segment === '' ? 'Choose a segment' : 'Everybody in a segment';
  return 'By your own system';
}

const againWords = (kind: 'always' | 'never' | 'after'): string =>
  ({ always: '', never: 'once a person', after: 'again after a while' })[kind];

/** A click leads to the field that is meant. */
function ProblemPill({ problem }: { readonly problem: Problem }) {
  const seek = useJourney((journey) => journey.seek);
  return (
    <button
      type="button"
      className={`pill problem-pill nopan ${problem.severity === 'error' ? 'danger' : 'warning'}`}
      // The canvas is one stop of the Tab key; the list of problems is where keys find this.
      tabIndex={-1}
      title={problem.sentence}
      onClick={(event) => {
        event.stopPropagation();
        seek(problem);
      }}
    >
      <TriangleAlert size={12} aria-hidden />
      <span>{problem.sentence.replace(/\.$/, '')}</span>
    </button>
  );
}
