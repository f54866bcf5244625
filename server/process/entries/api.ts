import { runRole } from '../role.ts';
import { startApi } from '../roles/api.ts';

await runRole('api', async ({ settings, say, askRole, log, traces }) => {
  const { signInLink, refused, stop } = await startApi(settings, log.fault, askRole, log, traces);
  if (signInLink !== undefined) say(`  Sign in, once and within 15 minutes: ${signInLink}\n`);
  for (const sentence of refused) say(sentence);
  return stop;
});
