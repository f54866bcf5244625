import { causeOf } from '../../database/index.ts';
import { runRole } from '../role.ts';
import { startApi } from '../roles/api.ts';

await runRole(async ({ settings, say }) => {
  const { signInLink, refused, stop } = await startApi(settings, (error) => console.error(causeOf(error)));
  if (signInLink !== undefined) say(`  Sign in, once and within 15 minutes: ${signInLink}\n`);
  for (const sentence of refused) say(sentence);
  return stop;
});
