import { z } from 'zod';

/** An open word: a plug-in may bring a channel of its own. */
export const channel = z.string().min(1).max(40);
export const builtInChannels = ['sms', 'email', 'push'] as const;
export type Channel = string;

/** Marketing needs consent and obeys quiet hours and caps; transactional answers something the person did. */
export const purpose = z.enum(['marketing', 'transactional']);
export type Purpose = z.infer<typeof purpose>;
