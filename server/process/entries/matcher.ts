import { runRole } from '../role.ts';
import { startMatcher } from '../roles/matcher.ts';

await runRole(
  'matcher',
  async ({ settings: { databaseUrl, temporalAddress, temporalNamespace }, answer, log, traces }) => {
    const temporal = { address: temporalAddress, namespace: temporalNamespace };
    const { signs, metrics, stop } = await startMatcher({ databaseUrl, temporal, onError: log.fault, log, traces });
    answer({ signs, metrics });
    return stop;
  },
);
