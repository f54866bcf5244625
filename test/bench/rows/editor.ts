import type { JourneyDocument } from '@wend/engine';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { SignedIn } from '../../harness/signed-in.ts';
import { computed } from '../editor/compute.ts';
import { largeJourney } from '../editor/large-journey.ts';
import { workOn } from '../editor/page.ts';
import type { Figures } from '../editor/watch.ts';
import type { Unit } from '../frame/figure.ts';
import { aRow, type Row } from '../frame/row.ts';

const units: Readonly<Record<string, Unit>> = { elements: 'elements', heap: 'MB' };

/** To hold at 200 steps and at 1,000. */
const budget: Readonly<Record<string, readonly [small: number, large: number]>> = {
  layout: [5, 20],
  'canvas of the document': [25, 60],
  'address → first cards': [1_200, 1_600],
  'pan, median frame': [17, 20],
  'pan, p95 frame': [50, 50],
  'drag from the palette, median frame': [17, 20],
  'drag from the palette, p95 frame': [50, 50],
  'a letter typed → shown, median': [50, 50],
  'a letter typed → shown, worst': [100, 200],
  'click on a card → shown': [100, 200],
  'step inserted → shown': [100, 200],
  'undo → shown': [100, 200],
  'longest task after that': [200, 400],
  elements: [4_000, 5_000],
  heap: [40, 80],
};

/** How the editor feels with a journey of this many steps. Of each figure the best round counts, since noise only slows. */
function editorAt(steps: number, isLarge: boolean): Row {
  return aRow<Figures>({
    name: `editor-${steps}`,
    what: `a draft of ${steps.toLocaleString('en')} steps in a real browser, the best of three`,
    rounds: 3,
    async measure(bed, id) {
      const document = { ...largeJourney(steps), name: id };
      const browser = await bed.browser();
      const page = await browser.page();
      const figures = { ...computed(document), ...(await workOn(page, await draftOf(browser, page, document))) };
      await page.context().close();
      return figures;
    },
    figures: (rounds) =>
      Object.keys(rounds[0] ?? {}).map((of) => ({
        of,
        value: Math.min(...rounds.map((round) => round[of] ?? Number.NaN)),
        unit: units[of] ?? 'ms',
      })),
    hold: Object.fromEntries(
      Object.entries(budget).map(([of, [small, large]]) => [
        of,
        `≤ ${(isLarge ? large : small).toLocaleString('en')} ${units[of] ?? 'ms'}`,
      ]),
    ),
  });
}

/** Starts a journey with this draft; answers the address of its page. */
async function draftOf({ origin, workspaceId }: SignedIn, page: Page, document: JourneyDocument): Promise<string> {
  const made = await page.request.post(`${origin}/api/w/${workspaceId}/journeys`, {
    headers: { origin },
    data: { document },
  });
  return `${origin}/w/${workspaceId}/journeys/${z.object({ id: z.string() }).parse(await made.json()).id}`;
}

export const [editor200, editor1000] = [editorAt(200, false), editorAt(1_000, true)];
