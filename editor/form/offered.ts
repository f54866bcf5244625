import type { JourneyDocument } from '@wend/engine';
import { createContext, useContext } from 'react';
import { nodeTypes, useJourney } from '../journey/context.ts';

interface SeenValue {
  readonly path: string;
  readonly shape?: 'text' | 'number' | 'yes-no' | 'time' | undefined;
}
interface SeenEvent {
  readonly name: string;
  readonly properties: readonly SeenValue[];
}
/** The names that have come into the workspace. */
export interface Seen {
  readonly events: readonly SeenEvent[];
  readonly attributes: readonly SeenValue[];
  readonly segments: readonly { readonly id: string; readonly name: string }[];
  readonly topics: readonly { readonly key: string; readonly name: string }[];
}
export const nothingSeen: Seen = { events: [], attributes: [], segments: [], topics: [] };

/** What forms offer, as far as the page has asked the server. */
export const SeenContext = createContext(nothingSeen);

type What = 'event' | 'attribute' | 'property' | 'variable' | 'step' | 'message-step' | 'topic' | 'segment';

interface Offered {
  readonly path: string;
  readonly label: string;
}

const words = { text: 'a text', number: 'a number', 'yes-no': 'yes or no', time: 'a time' } as const;
const inWords = (shape: SeenValue['shape']): string => (shape === undefined ? '' : words[shape]);

/** What the workspace has really seen of a kind, and what the journey itself holds. Properties are those of `event`. */
export function useOffered(what: What, event?: string): readonly Offered[] {
  const seen = useContext(SeenContext);
  const steps = useJourney(({ document }) => document.steps);
  const entry = useJourney(({ document }) => document.entry);
  switch (what) {
    case 'step':
    case 'message-step':
      return stepsIn(steps, what === 'message-step');
    case 'variable':
      return variablesIn(steps);
    case 'topic':
      return seen.topics.map(({ key, name }) => ({ path: key, label: name }));
    case 'event':
      return seen.events.map(({ name }) => ({ path: name, label: '' }));
    case 'attribute':
      return seen.attributes.map(({ path, shape }) => ({ path, label: inWords(shape) }));
    case 'property':
      return propertiesOf(seen.events, event ?? (entry.kind === 'event' ? entry.event : undefined));
    case 'segment':
      return seen.segments.map(({ id, name }) => ({ path: id, label: name }));
  }
}

function stepsIn(steps: JourneyDocument['steps'], isMessage: boolean): readonly Offered[] {
  return Object.entries(steps).flatMap(([path, { name, type }]) => {
    const known = nodeTypes.get(type);
    return isMessage && known?.group !== 'message' ? [] : [{ path, label: name || known?.title || type }];
  });
}

/** What steps of this journey remember of an answer. */
function variablesIn(steps: JourneyDocument['steps']): readonly Offered[] {
  return Object.values(steps).flatMap(({ config: { saveAs } }) =>
    typeof saveAs === 'string' && saveAs !== '' ? [{ path: saveAs, label: '' }] : [],
  );
}

/** Those of one event; of an event nobody has seen, those of all. */
function propertiesOf(events: readonly SeenEvent[], name: string | undefined): readonly Offered[] {
  const own = events.filter((one) => one.name === name);
  const seen = (own.length === 0 ? events : own).flatMap(({ properties }) => properties);
  const offered = seen.map(({ path, shape }) => [path, { path: `properties.${path}`, label: inWords(shape) }] as const);
  return [...new Map(offered).values()];
}
