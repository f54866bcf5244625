import { cleanup, render } from '@testing-library/react';
import type { JourneyDocument } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { nothingSeen, type Seen, SeenContext } from '../form/offered.ts';
import { JourneyContext, nodeTypes } from '../journey/context.ts';
import { makeJourneyStore, type UseJourney } from '../journey/store.ts';

afterEach(cleanup);

interface Around {
  readonly document?: JourneyDocument;
  readonly seen?: Seen;
}

/** Draws a part of the editor as it stands in an open journey; answers the journey. */
export function inJourney(
  part: ReactNode,
  { document = aJourney().entry('Order Completed').document(), seen = nothingSeen }: Around = {},
): UseJourney {
  const store = makeJourneyStore(document, nodeTypes);
  render(
    <JourneyContext value={store}>
      <SeenContext value={seen}>{part}</SeenContext>
    </JourneyContext>,
  );
  return store;
}
