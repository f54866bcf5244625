import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Counts what passed and failed, so that the whole run can end with one line. A file that cannot be loaded is one failure. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let [passed, failed] = [0, errors.length];
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      const failures = states.filter((state) => state === 'failed').length;
      passed += states.filter((state) => state === 'passed').length;
      failed += failures === 0 && !module.ok() ? 1 : failures;
    }
    const file = process.env['WEND_TALLY'];
    if (file) writeFileSync(file, JSON.stringify({ passed, failed }));
  }
}
