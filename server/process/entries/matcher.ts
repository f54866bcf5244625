import { causeOf } from '../../database/index.ts';
import { runRole } from '../role.ts';
import { startMatcher } from '../roles/matcher.ts';

await runRole(async ({ settings: { databaseUrl, temporalAddress, temporalNamespace } }) => {
  const temporal = { address: temporalAddress, namespace: temporalNamespace };
  const { stop } = await startMatcher({ databaseUrl, temporal, onError: (error) => console.error(causeOf(error)) });
  return stop;
});
