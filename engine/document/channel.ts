import { z } from 'zod';

/** An open word: a plug-in may bring a channel of its own. */
export const channel = z.string().min(1).max(40);
export const builtInChannels = ['sms', 'email', 'push'] as const;
export type Channel = string;

const CHANNELS: Readonly<Record<string, string>> = { sms: 'SMS', email: 'E-mail', push: 'Push' };
/** A channel as people call it; one of a plug-in has its own word. */
export const wordsOfChannel = (name: Channel): string => CHANNELS[name] ?? name;

/** Marketing needs consent and obeys quiet hours and caps; transactional answers something the person did. */
export const purpose = z.enum(['marketing', 'transactional']);
export type Purpose = z.infer<typeof purpose>;
