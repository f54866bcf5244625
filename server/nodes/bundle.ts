import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, build, type OnResolveArgs, type Plugin } from 'esbuild';

/** Ours, whatever stands in the operator's folder: their file needs no packages installed beside it. */
const ours = /^(@wend\/(engine|server\/nodes)|zod)$/;
const here = dirname(fileURLToPath(import.meta.url));

/** One script of an operator's file and of what it imports of ours. */
export async function bundleNode(source: string, folder: string, place: 'node' | 'browser'): Promise<string> {
  const name = JSON.stringify(source);
  const both = {
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
    legalComments: 'none',
  } as const;
  const settings: BuildOptions & { write: false } =
    place === 'node'
      ? {
          ...both,
          stdin: { contents: `export * from ${name}; export { default } from ${name}`, resolveDir: folder },
          platform: 'node',
          target: 'node20',
          // As Node itself would find a package, not as a bundler.
          conditions: [],
          plugins: [packagesAsTheyAre],
        }
      : {
          ...both,
          stdin: { contents: `export { default } from ${name}`, resolveDir: folder },
          platform: 'browser',
          target: 'es2022',
          minify: true,
          plugins: [noServer, ourPackages],
        };
  const built = await build(settings).catch(rethrowInWords);
  return built.outputFiles[0]?.text ?? '';
}

const ourPackages: Plugin = {
  name: 'our-packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: ours }, async ({ path, kind, resolveDir }) =>
      resolveDir === here ? undefined : resolve(path, { kind, resolveDir: here }),
    );
  },
};

/** Packages stay outside of the bundle, found from where their file lies: some hold more than scripts. */
const packagesAsTheyAre: Plugin = {
  name: 'packages-as-they-are',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }: OnResolveArgs) => {
      if (pluginData === 'seen' || importer === '<stdin>' || isBuiltin(path)) return undefined;
      const from = ours.test(path) ? here : resolveDir;
      const found = await resolve(path, { kind, resolveDir: from, importer, pluginData: 'seen' });
      if (found.errors.length > 0 || path.startsWith('@wend/')) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

/** In a page there is no server: what performs is left out, and so is all that it alone would load. */
const noServer: Plugin = {
  name: 'no-server',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@wend\/server\/nodes$/ }, () => ({ path: 'perform', namespace: 'absent' }));
    onResolve({ filter: /.*/ }, ({ path, kind }) =>
      isBuiltin(path) || kind === 'dynamic-import' ? { path: 'module', namespace: 'absent' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: path === 'perform' ? 'export function definePerform() {}' : 'module.exports = {}',
    }));
  },
};

function rethrowInWords(error: unknown): never {
  const [first] = isBuildFailure(error) ? error.errors : [];
  if (!first) throw error;
  const { text, location } = first;
  throw new Error(location ? `${text} (${location.file}:${location.line})` : text);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
