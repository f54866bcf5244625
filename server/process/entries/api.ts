import { runRole } from '../role.ts';
import { startApi } from '../roles/api.ts';

await runRole(async ({ settings, say, askRole, onError }) => {
  const { signInLink, refused, stop } = await startApi(settings, onError, askRole);
  if (signInLink !== undefined) say(`  Sign in, once and within 15 minutes: ${signInLink}\n`);
  for (const sentence of refused) say(sentence);
  return stop;
});
