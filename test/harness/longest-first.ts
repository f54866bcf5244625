import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, of each project: a fresh clone has no earlier run to know it from. */
const LONGEST = [
  'test/shop/nine-months.test.ts',
  'test/sandbox/outcomes.test.ts',
  'test/http/stream.test.ts',
  'test/run-loop/workflows.test.ts',
  'server/drive/claims.test.ts',
  'test/sandbox/what-comes-back.test.ts',
  'server/drive/send/sends.test.ts',
  'test/http/access.test.ts',
  'test/custom-node/custom-node.test.ts',
  'server/drive/calls.test.ts',
  'server/links/links.test.ts',
  'test/custom-node/callback.test.ts',
  'server/trips/trips.test.ts',
  'test/faults/faults.test.ts',
  'test/start.test.ts',
  'test/browser/pages.test.ts',
  'test/run-loop/kill-all.test.ts',
  'test/browser/editor.test.ts',
];
/** The short tests of pure code fill what is left at the end. */
const PROJECTS = ['world', 'engine', 'editor'];

/** Starts what takes longest first, so that nobody waits for one file alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const gone = LONGEST.filter((file) => !existsSync(join(root, file)));
    if (gone.length > 0) throw new Error(`Among the longest tests stands what is not there: ${gone.join(', ')}`);
    const known = await super.sort(files);
    const placeOf = ({ project, moduleId }: TestSpecification): number => {
      const place = LONGEST.indexOf(relative(root, moduleId));
      return PROJECTS.indexOf(project.name) * 1_000 + (place < 0 ? LONGEST.length : place);
    };
    return known.sort((one, other) => placeOf(one) - placeOf(other));
  }
}
