import { connect } from '../../server/database/connect.ts';
import { startSandbox } from '../../server/sandbox/index.ts';

// The sandbox provider in a process of its own, to be killed. Its database and port come as arguments.
const [databaseUrl = '', port = '0'] = process.argv.slice(2);
const { db } = connect(databaseUrl, { max: 2 });
const sandbox = await startSandbox(db, { port: Number(port) });
process.send?.({ port: sandbox.port });
