import type { Connection } from '@temporalio/client';
import type { Pulse } from '../../watch/pulse.ts';
import type { VitalSigns } from '../../watch/vital-signs.ts';

/** Shorter than whoever asks has patience. */
const PATIENCE_MS = 1_500;

/** Since every one of these loops had a turn that went well. */
export const silentMsOf = (pulses: readonly Pulse[]): number => Math.max(...pulses.map((pulse) => pulse.silentMs));

/** How a role is that works by loops and speaks to Temporal. */
export async function signsOf(pulses: readonly Pulse[], connection: Connection): Promise<VitalSigns> {
  const silentMs = silentMsOf(pulses);
  const asked = connection.withAbortSignal(AbortSignal.timeout(PATIENCE_MS), () =>
    connection.workflowService.getSystemInfo({}),
  );
  return {
    silentMs,
    reachesTemporal: await asked.then(
      () => true,
      () => false,
    ),
  };
}
