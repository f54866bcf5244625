import { faultOf } from './fault.ts';

const TIMES = 5;

/** Does it again where Postgres says that the same may work at once: a deadlock, a conflict of snapshots. */
export async function again<Done>(work: () => Promise<Done>, times = TIMES): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (faultOf(error) !== 'retry' || times <= 1) throw error;
    return again(work, times - 1);
  }
}
