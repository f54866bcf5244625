import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { useJourney } from '../journey/context.ts';

export type What = 'event' | 'attribute' | 'property' | 'entry-property' | 'step' | 'topic';

/** What the workspace has really seen of a kind, and the journey's own steps. */
export function useOffered(what: What): readonly { readonly path: string; readonly label: string }[] {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  const { data } = useQuery(queries.schema(workspaceId));
  const steps = useJourney(({ document }) => document.steps);
  const entry = useJourney(({ document }) => document.entry);
  if (what === 'step') return Object.entries(steps).map(([path, { name, type }]) => ({ path, label: name || type }));
  if (what === 'topic') return (data?.topics ?? []).map(({ key, name }) => ({ path: key, label: name }));
  if (what === 'event') return (data?.events ?? []).map(({ name }) => ({ path: name, label: name }));
  if (what === 'attribute') return (data?.attributes ?? []).map(({ path, sample }) => ({ path, label: sample ?? '' }));
  const event = data?.events.find(({ name }) => entry.kind === 'event' && name === entry.event);
  const properties = (event ? [event] : (data?.events ?? [])).flatMap((one) => one.properties);
  return [
    ...new Map(
      properties.map(({ path, sample }) => [path, { path: `properties.${path}`, label: sample ?? '' }]),
    ).values(),
  ];
}
