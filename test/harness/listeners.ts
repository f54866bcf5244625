import { readdir, readFile, readlink } from 'node:fs/promises';

/** The loopback addresses as the kernel of Linux writes them: 127.0.0.1 and ::1. */
export const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];

export interface Listener {
  /** In the kernel's own spelling. */
  readonly address: string;
  readonly port: number;
}

/** Where a process of this machine takes connections; Linux alone can say. */
export async function listenersOf(pid: number | undefined): Promise<readonly Listener[]> {
  const sockets = await socketsOf(pid);
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8')));
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      return state === '0A' && sockets.has(`socket:[${inode}]`) ? [{ address, port: Number.parseInt(port, 16) }] : [];
    }),
  );
}

export async function socketsOf(pid: number | undefined): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  // A file may be closed again between the list and the look.
  const links = (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => ''));
  return new Set(await Promise.all(links));
}
