import { Link } from '@tanstack/react-router';
import { type JourneyState, StatePill } from '../journey/state-pill.tsx';
import { When } from '../shell/when.tsx';
import { Sparkline } from './sparkline.tsx';
import { Thumbnail } from './thumbnail.tsx';

interface ListedJourney {
  readonly id: string;
  readonly name: string;
  readonly state: JourneyState;
  readonly version?: number | undefined;
  readonly updatedAt: string;
  readonly entered: number;
  readonly live: number;
  readonly converted: number;
  readonly spark: readonly number[];
  readonly document: unknown;
}

/** One journey: what it looks like, whether it runs, and who moves through it. */
export function JourneyRow({
  workspaceId,
  journey,
}: {
  readonly workspaceId: string;
  readonly journey: ListedJourney;
}) {
  const { id, name, state, version, updatedAt, entered, live, converted, spark, document } = journey;
  return (
    <Link
      className="journey-row"
      to="/w/$workspaceId/journeys/$journeyId"
      params={{ workspaceId, journeyId: id }}
      search={state === 'draft' ? {} : { mode: 'live' }}
    >
      <Thumbnail document={document} />
      <div>
        <h2>{name}</h2>
        <p className="muted">
          <StatePill state={state} version={version} /> changed <When at={updatedAt} />
        </p>
      </div>
      <Figure value={entered} label="entered" />
      <Figure value={live} label="inside now" />
      <Figure value={converted} label="converted" kind="converted" />
      <Sparkline values={spark} label="People who entered, day by day, last 14 days" />
    </Link>
  );
}

function Figure({
  value,
  label,
  kind = '',
}: {
  readonly value: number;
  readonly label: string;
  readonly kind?: string;
}) {
  return (
    <span className={`figure num ${kind}`}>
      <b>{value.toLocaleString()}</b>
      <span>{label}</span>
    </span>
  );
}
