import { z } from 'zod';

/** What a role says of itself when it is asked whether it is well. */
export const vitalSigns = z.object({
  /** Since every one of its loops had a turn that went well. */
  silentMs: z.number(),
  /** Whether Temporal has just answered it, where it speaks to it. */
  reachesTemporal: z.boolean().optional(),
  /** Ids of accounts at providers whose last calls all went unanswered. */
  silentProviders: z.array(z.string()).optional(),
});
export type VitalSigns = z.infer<typeof vitalSigns>;

/** A question that answers within `withinMs`, else undefined, as where it fails. */
export async function answered<Answer>(question: Promise<Answer>, withinMs: number): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, withinMs, undefined)));
  try {
    return await Promise.race([question, tooLong]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
