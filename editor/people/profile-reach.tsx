import { wordsOfChannel } from '@wend/engine';
import { Bell, Mail, MessageSquare } from 'lucide-react';
import { When } from '../shell/when.tsx';
import { labelOf } from './words.ts';

interface ContactPoint {
  readonly channel: string;
  readonly address: string;
  readonly state: string;
}
interface Consent {
  readonly channel: string;
  readonly topic: string;
  readonly state: string;
  readonly at: string;
}

const ICONS = { sms: MessageSquare, email: Mail, push: Bell } as const;
const isKnown = (channel: string): channel is keyof typeof ICONS => channel in ICONS;

export function ChannelTile({ channel }: { readonly channel: string }) {
  const Icon = isKnown(channel) ? ICONS[channel] : MessageSquare;
  return (
    <span className="tile" data-group="message">
      <Icon size={16} aria-hidden />
    </span>
  );
}

/** Addresses and, for each channel, what the person allowed and when. */
export function ProfileReach({
  contactPoints,
  consent,
}: {
  readonly contactPoints: readonly ContactPoint[];
  readonly consent: readonly Consent[];
}) {
  const channels = [...new Set([...contactPoints, ...consent].map(({ channel }) => channel))];
  if (channels.length === 0) return <p className="muted">There is no way to reach them.</p>;
  return (
    <ul className="reach">
      {channels.map((channel) => (
        <li key={channel}>
          <ChannelTile channel={channel} />
          <div>
            <b>{wordsOfChannel(channel)}</b>
            {contactPoints.filter((point) => point.channel === channel).map(AddressLine)}
            {consent.filter((one) => one.channel === channel).map(ConsentLine)}
          </div>
        </li>
      ))}
    </ul>
  );
}

const isEverything = (topic: string): boolean => topic === '' || topic === '*';
function AddressLine({ address, state }: ContactPoint) {
  return (
    <p key={address} className="num one-line" title={address}>
      {address} {state === 'active' ? undefined : <span className="pill danger">Cannot be reached</span>}
    </p>
  );
}

function ConsentLine({ channel, topic, state, at }: Consent) {
  return (
    <p key={`${channel} ${topic}`} className="muted">
      <span className={`pill ${state === 'granted' ? 'success' : 'danger'}`}>
        {state === 'granted' ? 'Allowed' : 'Said no'}
      </span>{' '}
      {state === 'granted' ? '' : 'to '}
      {isEverything(topic) ? 'everything' : labelOf(topic)}, <When at={at} />
    </p>
  );
}
