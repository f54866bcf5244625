import { runRole } from '../role.ts';

await runRole(async () => async () => {});
