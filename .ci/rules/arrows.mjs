// Who may import whom. `tests` may reach further than what they test.
const tests = '\\.test\\.tsx?$';
const libraries = (names) => `node_modules/(${names.join('|')})/`;
const engineLibraries = ['zod', 'temporal-polyfill', 'temporal-spec', 'liquidjs', 'jstat', 're2js', '@noble/hashes'];

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

const rooms = [
  forbid('no-cycles', {}, { circular: true }),
  forbid('no-unresolved', {}, { couldNotResolve: true }),
  forbid('engine-is-pure', { path: '^engine/', pathNot: tests }, { pathNot: ['^engine/', libraries(engineLibraries)] }),
  forbid('workflows-import-engine', { path: '^workflows/', pathNot: tests }, { path: '^(server|editor|test)/' }),
  forbid(
    'workflows-stay-in-their-sandbox',
    { path: '^workflows/', pathNot: [tests, '^workflows/bundle\\.ts$'] },
    { pathNot: ['^(engine|workflows)/', libraries(['@temporalio/(workflow|common)'])] },
  ),
  forbid('server-imports-no-page', { path: '^server/', pathNot: tests }, { path: '^(editor|test)/' }),
  forbid('editor-imports-no-workflow', { path: '^editor/', pathNot: tests }, { path: '^(workflows|test)/' }),
  forbid('editor-has-no-node', { path: '^editor/', pathNot: [tests, 'vite\\.config'] }, { dependencyTypes: ['core'] }),
  forbid(
    'editor-takes-the-api-from-the-face',
    { path: '^editor/' },
    { path: '^server/', pathNot: '^server/index\\.ts$' },
  ),
  ...['engine', 'workflows'].map((room) =>
    forbid(
      `${room}-imports-files-not-its-index`,
      { path: `^${room}/`, pathNot: tests },
      { path: `^${room}/index\\.ts$` },
    ),
  ),
];

const insideServer = [
  forbid(
    'only-process-and-tests-sit-above-http',
    { path: '^server/', pathNot: [tests, '^server/(http|process|index\\.ts)'] },
    { path: '^server/http/' },
  ),
  forbid(
    'only-process-wires',
    { path: '^server/', pathNot: [tests, '^server/process/'] },
    { path: '^server/process/' },
  ),
  // Who writes for somebody has asked whether they may, and leaves an audit row: both come with `verb`.
  forbid(
    'only-verb-writes-down',
    { path: '^server/', pathNot: [tests, '^server/access/verb\\.ts$'] },
    { path: '^server/access/audit\\.ts$' },
  ),
  forbid(
    'only-verb-opens-the-write-handle',
    // `context` names its type; the seed is nobody's request.
    { path: '^server/', pathNot: [tests, '^server/access/(verb|who-asked|context)\\.ts$', '^server/seed/'] },
    { path: '^server/access/write-handle\\.ts$' },
  ),
  forbid(
    'only-verb-works-in-a-workspace',
    { path: '^server/', pathNot: [tests, '^server/access/verb\\.ts$', '^server/database/(index|read-pool)\\.ts$'] },
    { path: '^server/database/scoped\\.ts$' },
  ),
  // Who is let into a workspace has been looked for in it.
  forbid(
    'only-who-asked-opens-the-reads',
    // `process` makes the pool and hands it over.
    { path: '^server/', pathNot: [tests, '^server/access/who-asked\\.ts$', '^server/process/roles/api\\.ts$'] },
    { path: '^server/database/read-pool\\.ts$' },
  ),
  forbid('routes-import-no-tables', { path: '^server/http/', pathNot: tests }, { path: '^server/tables/' }),
  // Beside the API, those who bring a token or a key of their own: events, links, callbacks, and the sandbox in its own process.
  forbid(
    'routes-are-where-they-are-looked-for',
    {
      path: '^server/',
      pathNot: [
        tests,
        '^server/(http|sandbox)/',
        '^server/(intake/routes|links/(routes|glance)|channels/callback-routes|process/roles/api)\\.ts$',
      ],
    },
    { path: 'node_modules/(@hono|hono)/' },
  ),
  forbid(
    'tables-import-tables',
    { path: '^server/tables/' },
    {
      pathNot: [
        '^server/(tables|ids|channels/contract\\.ts|messages/contract\\.ts|intake/contract\\.ts)',
        '^engine/',
        'node_modules/',
      ],
    },
  ),
  forbid(
    'a-channel-imports-its-contract',
    // The routes that take callbacks in and the list of accounts are no adapters: they store and read.
    { path: '^server/channels/', pathNot: [tests, '^server/channels/(callback-routes|list-providers)\\.ts$'] },
    // What the sandbox provider publishes of itself, as another provider has its manual.
    { path: '^server/', pathNot: ['^server/channels/', '^server/sandbox/(callback-wire|signature)\\.ts$'] },
  ),
];

const options = {
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(dist|data|histories)/|\\.css$|^test/journeys/.*\\.json$' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'node', 'default'],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  },
};

export default { forbidden: [...rooms, ...insideServer], options };
