import { runRole } from '../role.ts';
import { startMatcher } from '../roles/matcher.ts';

await runRole('matcher', async ({ settings: { databaseUrl }, answer, log, traces }) => {
  const { signs, metrics, stop } = await startMatcher({ databaseUrl, onError: log.fault, log, traces });
  answer({ signs, metrics });
  return stop;
});
