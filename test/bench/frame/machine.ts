import { arch, cpus, platform, totalmem } from 'node:os';

/** What kind of machine this is, without saying which one. */
export function machineKind(): string {
  const model = cpus()[0]
    ?.model.replace(/\((R|TM)\)|@.*|\bCPU\b|\bProcessor\b/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model || arch()}), ${memoryGb} GB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
