import { builtInChannels, wordsOfChannel } from '@wend/engine';
import './people.css';
import './messages.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import { Choice } from '../shell/choice.tsx';
import { Pages } from '../shell/more.tsx';
import { State } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { MessageDrawer } from './message-drawer.tsx';
import { ChannelTile } from './profile-reach.tsx';
import { text } from './rendered-message.tsx';
import { fateOf, messageStates } from './words.ts';

const channels = builtInChannels.map((id) => ({ id, word: wordsOfChannel(id) }));

export function MessagesPage() {
  useTitle('Messages');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/messages' });
  const filter = useSearch({ from: '/w/$workspaceId/messages' });
  const navigate = useNavigate({ from: '/w/$workspaceId/messages' });
  const [openId, setOpenId] = useState<string>();
  const query = useInfiniteQuery(queries.messages(workspaceId, filter));
  const open = query.data?.find(({ id }) => id === openId);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Messages</h1>
        <Choice
          label="Channel"
          all="All channels"
          options={channels}
          value={filter.channel}
          onChoose={(channel) => void navigate({ search: { ...filter, channel } })}
        />
        <Choice
          label="State"
          all="In any state"
          options={messageStates}
          value={filter.state}
          onChoose={(state) => void navigate({ search: { ...filter, state } })}
        />
      </header>
      <Pages query={query} empty={<NoMessages isFiltered={Boolean(filter.channel ?? filter.state)} />}>
        {(messages) => (
          <ul className="panel rows messages">
            {messages.map((message) => {
              const [word, tone] = fateOf(message);
              return (
                <li key={message.id}>
                  <ChannelTile channel={message.channel} />
                  <div className="person-name">
                    <button type="button" className="person-link whole" onClick={() => setOpenId(message.id)}>
                      {message.person.name}
                    </button>
                    <p className="muted one-line">{excerptOf(message.payload) || message.stepName}</p>
                  </div>
                  <p className="muted from one-line">
                    {message.journeyName} · {message.stepName}
                  </p>
                  <span className={`pill ${tone}`}>{word}</span>
                  <span className="muted when">
                    <When at={message.at} />
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </Pages>
      {open && <MessageDrawer message={open} onClose={() => setOpenId(undefined)} />}
    </div>
  );
}

function excerptOf(payload: Readonly<Record<string, unknown>> | undefined): string {
  return text(payload?.['subject']) || text(payload?.['title']) || text(payload?.['body']);
}

function NoMessages({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <State title="No such message" text="Choose another channel or state." />
  ) : (
    <State title="Nothing sent yet" text="Every message of every journey will be here, with what became of it." />
  );
}
