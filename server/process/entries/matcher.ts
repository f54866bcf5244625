import { runRole } from '../role.ts';
import { startMatcher } from '../roles/matcher.ts';

await runRole(async ({ settings: { databaseUrl, temporalAddress, temporalNamespace }, answer, onError }) => {
  const temporal = { address: temporalAddress, namespace: temporalNamespace };
  const { signs, metrics, stop } = await startMatcher({ databaseUrl, temporal, onError });
  answer({ signs, metrics });
  return stop;
});
