import { useQueryClient } from '@tanstack/react-query';
import { type JourneyDocument, journeyDocument } from '@wend/engine';
import { useEffect, useState } from 'react';
import { read, workspaceClient } from '../api/client.ts';
import { leave } from '../api/leaving.ts';
import { queries } from '../api/queries.ts';
import { Autosave, type SaveState, type Theirs } from './autosave.ts';
import type { JourneyFacts } from './facts.ts';
import { guard } from './guard.ts';
import { nodeTypes } from './node-types.ts';
import { makeJourneyStore, type UseJourney } from './store.ts';

/** A journey's draft while its page is open: what is edited, and whether it is saved. */
export interface Draft {
  readonly store: UseJourney;
  readonly saving: SaveState;
  /** Saves what is left to save; answers the revision it has now. Throws where not all of it could be saved. */
  saved(): Promise<number>;
  keepMine(theirs: Theirs): void;
  takeTheirs(theirs: Theirs): void;
}

/** Opens a draft for as long as the page stands, whatever view of the journey it shows. */
export function useDraft(facts: JourneyFacts, document: JourneyDocument): Draft {
  const { workspaceId, journeyId, revision } = facts;
  const queryClient = useQueryClient();
  const [saving, show] = useState<SaveState>({ kind: 'saved' });
  const [opened] = useState(() => {
    const store = makeJourneyStore(document, nodeTypes);
    const save = async (edited: JourneyDocument, on: number): Promise<number> => {
      const answer = await read(
        workspaceClient.journeys[':journeyId'].draft.$put({
          param: { workspaceId, journeyId },
          header: { 'if-match': `"${on}"` },
          json: { document: { ...edited } },
        }),
      );
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'journeys'] });
      return answer.revision;
    };
    return { store, save };
  });
  const [autosave, setAutosave] = useState<Autosave>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one autosave for the life of the page, from the revision it was opened at
  useEffect(() => {
    const made = new Autosave({ ...opened, revision, show });
    setAutosave(made);
    const letGo = guard(made, window);
    return () => {
      leave(journeyId, made.close().finally(letGo));
      void queryClient.invalidateQueries(queries.journey(workspaceId, journeyId));
    };
  }, []);
  return {
    store: opened.store,
    saving,
    async saved() {
      if (!autosave || !(await autosave.flush()))
        throw new Error('Your last edits are not saved yet, so they cannot be published.');
      return autosave.revision;
    },
    keepMine: (theirs) => autosave?.keepMine(theirs),
    takeTheirs(theirs) {
      opened.store.getState().load(journeyDocument.parse(theirs.draft));
      autosave?.takeTheirs(theirs);
    },
  };
}
