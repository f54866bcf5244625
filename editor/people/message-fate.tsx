import { z } from 'zod';
import { When } from '../shell/when.tsx';
import { labelOf } from './words.ts';

export interface MessageTimes {
  readonly at: string;
  readonly sendingAt?: string | undefined;
  readonly deliveredAt?: string | undefined;
  readonly clickedAt?: string | undefined;
  readonly repliedAt?: string | undefined;
  readonly deferrals: unknown;
  readonly outcome?: Readonly<Record<string, unknown>> | undefined;
}

const deferral = z.object({
  gate: z.string(),
  why: z.string().default(''),
  at: z.coerce.date(),
  until: z.coerce.date(),
});
const outcome = z.looseObject({
  why: z.string().optional(),
  gate: z.string().optional(),
  scope: z.string().optional(),
});

/** What became of a message, in the order it happened. */
export function MessageFate({ message }: { readonly message: MessageTimes }) {
  const turns = turnsOf(message);
  const why = outcome.safeParse(message.outcome ?? {});
  return (
    <>
      <ol className="fate">
        {turns.map(({ what, at, more }) => (
          <li key={`${what} ${at}`}>
            <b>{what}</b>
            <span className="muted">
              <When at={at} />
            </span>
            {more !== undefined && <p className="muted">{more}</p>}
          </li>
        ))}
      </ol>
      {why.success && why.data.why !== undefined && <p className="why">{why.data.why}</p>}
    </>
  );
}

interface Turn {
  readonly what: string;
  readonly at: string;
  readonly more?: string;
}

export function turnsOf({
  at,
  sendingAt,
  deliveredAt,
  clickedAt,
  repliedAt,
  deferrals,
}: MessageTimes): readonly Turn[] {
  const held = z.array(deferral).safeParse(deferrals);
  const turns: Turn[] = [
    { what: 'Planned', at },
    ...(held.success ? held.data : []).map((one) => ({
      what: `Held back: ${labelOf(one.gate).toLowerCase()}`,
      at: one.at.toISOString(),
      more: one.why,
    })),
    ...(
      [
        ['Handed over', sendingAt],
        ['Delivered', deliveredAt],
        ['Clicked', clickedAt],
        ['Replied', repliedAt],
      ] as const
    ).flatMap(([what, when]) => (when === undefined ? [] : [{ what, at: when }])),
  ];
  return turns.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
