import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** The workflows as one script, the SDK loaded once for all of them (a third less CPU a task). Takes seconds: once a start or a suite. */
export async function bundleWorkflows(
  workflowsPath = fileURLToPath(new URL('./bundled.ts', import.meta.url)),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    preloadModules: ['@temporalio/workflow'],
    logger: new DefaultLogger('WARN'),
  });
}

/** Writes the bundle where each worker process finds it. */
export async function writeBundle(file: string): Promise<void> {
  const { code } = await bundleWorkflows();
  await writeFile(file, code);
}

export async function readBundle(file: string): Promise<{ readonly code: string }> {
  return { code: await readFile(file, 'utf8') };
}
