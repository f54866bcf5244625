import { z } from 'zod';

/** One fact about one message, as the sandbox provider calls it back. */
export const sandboxFact = z.object({
  id: z.string().min(1).max(200),
  kind: z.string(),
  /** The sender's own id of the message. */
  reference: z.string(),
  /** The provider's. */
  ref: z.string(),
  at: z.iso.datetime(),
  from: z.string().optional(),
  text: z.string().optional(),
});
export type SandboxFact = z.infer<typeof sandboxFact>;

/** Facts of one account and address travel together. */
export const sandboxCallback = z.object({ events: z.array(sandboxFact) });
