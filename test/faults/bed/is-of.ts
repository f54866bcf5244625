import { readFile } from 'node:fs/promises';
import { socketsOf } from '../../harness/listeners.ts';

/** Whether this process holds the connection that leaves from this port of the machine; Linux alone can say. */
export async function isOf(pid: number, port: number | undefined): Promise<boolean> {
  if (port === undefined) return false;
  const sockets = await socketsOf(pid);
  for (const table of ['tcp', 'tcp6'])
    for (const line of (await readFile(`/proc/net/${table}`, 'utf8')).split('\n')) {
      const [, local = '', , , , , , , , inode = ''] = line.trim().split(/\s+/);
      if (Number.parseInt(local.split(':')[1] ?? '', 16) === port && sockets.has(`socket:[${inode}]`)) return true;
    }
  return false;
}
