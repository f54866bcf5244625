import { createServer } from 'node:http';
import { runRole } from '../role.ts';

await runRole(async ({ settings }) => {
  const server = createServer((_, response) => response.end('Wend'));
  await new Promise<void>((listening) => server.listen(settings.port, '127.0.0.1', listening));
  return async () => void server.close();
});
