import { DefaultLogger, Runtime } from '@temporalio/worker';

// Each worker tells twenty lines of its states, which bury the one line that says why a test failed. One runtime a process.
if (!Runtime._instance) Runtime.install({ logger: new DefaultLogger('ERROR') });
