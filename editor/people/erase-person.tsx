import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Asked } from '../shell/asked.tsx';

interface ErasePersonProps {
  readonly workspaceId: string;
  readonly profileId: string;
  readonly name: string;
}

/** Forgets somebody for good. */
export function ErasePerson({ workspaceId, profileId, name }: ErasePersonProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const erase = async (): Promise<void> => {
    await done(workspaceClient.profiles[':profileId'].$delete({ param: { workspaceId, profileId } }));
    await navigate({ to: '/w/$workspaceId/people', params: { workspaceId } });
    queryClient.removeQueries({ queryKey: queries.profile(workspaceId, profileId).queryKey });
    await queryClient.invalidateQueries({ queryKey: [workspaceId] });
  };
  return (
    <Asked label="Erase person" title={`Erase ${name}?`} icon={<Trash2 size={14} aria-hidden />} act={erase}>
      All that is known of them goes for good: their details and addresses, what they did, their ways through journeys,
      and every message they were sent. They leave all journeys at once, and nothing more goes out to them. What stays
      are counts, as numbers, and that an address may not be contacted, as a code that nobody can turn back into the
      address. Providers keep what they were given to send, the test phone too. When your shop tells of them again, they
      are somebody new: erase them there first.
    </Asked>
  );
}
