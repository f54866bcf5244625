import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Customer, Sends } from './sends.ts';

const { sendSms, sendEmail } = proxyActivities<Sends>({ startToCloseTimeout: '10 seconds' });

/** What an expert in Temporal would write by hand for one customer: two activities and a timer. */
export async function customer(who: Customer, waitMs: number): Promise<void> {
  await sendSms(who);
  await sleep(waitMs);
  await sendEmail(who);
}
