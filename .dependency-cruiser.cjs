// The arrows of the layout, held by a tool: contract ← domain ← {bigcommerce, myogo} ← activities ← worker;
// workflows → contract, domain and *types* of activities; client → contract, security.
const layer = (name, allowed, comment) => ({
  name: `${name}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...allowed.map((other) => `^src/${other}/`)] },
});

module.exports = {
  forbidden: [
    layer('contract', [], 'The shared vocabulary imports nothing of ours.'),
    layer('domain', ['contract'], 'Pure rules know only the vocabulary.'),
    layer('security', ['contract'], 'Sealing knows only the vocabulary.'),
    layer('http', ['contract'], 'Transport knows only the vocabulary.'),
    layer('bigcommerce', ['contract', 'domain', 'http'], 'A client does not know the other side.'),
    layer('myogo', ['contract', 'domain', 'http'], 'A client does not know the other side.'),
    layer('observability', ['contract'], 'Logs and metrics know only the vocabulary.'),
    layer(
      'activities',
      ['contract', 'domain', 'http', 'bigcommerce', 'myogo', 'security', 'observability'],
      'Activities join clients and domain.',
    ),
    layer('client', ['contract', 'security'], 'What the backend imports stays small.'),
    layer('cli', ['contract', 'client'], 'The command line is thin over the client.'),
    {
      name: 'workflow-imports',
      comment: 'Workflow code runs in a sandbox: contract, domain, and only types of activities.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/', pathNot: ['^src/(workflows|contract|domain)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflow-type-imports',
      comment: 'Even types come from activities only.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/', pathNot: ['^src/(workflows|contract|domain|activities)/'] },
    },
    {
      name: 'sandbox-packages',
      comment: 'What is bundled for the workflow sandbox may use no package but the SDK and the small zod.',
      severity: 'error',
      from: { path: '^src/(workflows|domain|contract)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: ['node_modules/@temporalio/(workflow|common)/', 'node_modules/zod/(v4/)?(mini|core)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'src-stands-alone',
      comment: 'The product never imports its stand-ins, tests or benchmarks.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(dev|test|bench|scripts)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans-resolved',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
