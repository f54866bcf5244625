import { wordsOfChannel } from '@wend/engine';
import { Drawer } from '../shell/drawer.tsx';
import { MessageFate, type MessageTimes } from './message-fate.tsx';
import { PersonLink } from './person-link.tsx';
import { RenderedMessage } from './rendered-message.tsx';
import { RunLink } from './run-link.tsx';
import { fateOf } from './words.ts';

interface OpenMessage extends MessageTimes {
  readonly profileId: string;
  readonly person: { readonly name: string; readonly initials: string };
  readonly journeyId: string;
  readonly journeyName: string;
  readonly runId: string;
  readonly stepName: string;
  readonly channel: string;
  readonly state: string;
  readonly to?: string | undefined;
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
}

interface MessageDrawerProps {
  readonly message: OpenMessage;
  readonly onClose: () => void;
}

const isOver = (state: string): boolean => state !== 'planned' && state !== 'sending';

/** One message as it left, and what became of it. */
export function MessageDrawer({ message, onClose }: MessageDrawerProps) {
  const { journeyId, runId, payload, channel, to } = message;
  const [word, tone] = fateOf(message);
  return (
    <Drawer title={`${wordsOfChannel(channel)}: ${message.stepName}`} onClose={onClose}>
      <p>
        <span className={`pill ${tone}`}>{word}</span> to{' '}
        <PersonLink profileId={message.profileId} person={message.person} />
        {to !== undefined && <span className="muted num"> {to}</span>}
      </p>
      {payload === undefined ? (
        <p className="muted">
          {isOver(message.state)
            ? 'It did not leave, so it was never written.'
            : 'It is written at the last moment before it leaves, so there is nothing to read yet.'}
        </p>
      ) : (
        <RenderedMessage channel={channel} payload={payload} />
      )}
      <h3>What became of it</h3>
      <MessageFate message={message} />
      <RunLink className="button" journeyId={journeyId} runId={runId}>
        Their way through {message.journeyName}
      </RunLink>
    </Drawer>
  );
}
