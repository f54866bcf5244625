import { runRole } from '../role.ts';
import { startApi } from '../roles/api.ts';

await runRole('api', async ({ settings, say, askRole, log }) => {
  const { signInLink, refused, stop } = await startApi(settings, log.fault, askRole, log);
  if (signInLink !== undefined) say(`  Sign in, once and within 15 minutes: ${signInLink}\n`);
  for (const sentence of refused) say(sentence);
  return stop;
});
