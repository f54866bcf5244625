import { runRole } from '../role.ts';
import { startMatcher } from '../roles/matcher.ts';

await runRole(async ({ settings: { databaseUrl, temporalAddress, temporalNamespace }, onError }) => {
  const temporal = { address: temporalAddress, namespace: temporalNamespace };
  const { stop } = await startMatcher({ databaseUrl, temporal, onError });
  return stop;
});
