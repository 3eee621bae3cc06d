// The arrows of the layout, held by a tool: contract ← domain ← {bigcommerce, myogo} ← activities ← worker;
// workflows → contract, domain and *types* of activities; client → contract, security.
const layer = (name, allowed, comment) => ({
  name: `${name}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...allowed.map((other) => `^src/${other}/`)] },
});

// Rooms. Inside a layer each folder is a room, and a room opens to the others only by the doors below. Files beside the
// rooms (`next-steps.ts` of the layer's own folder, `lookup.ts`) put rooms together and may enter all of them. What
// every room needs is in a common room, which enters no other.
const layersWithRooms = ['domain', 'workflows', 'activities', 'client', 'bigcommerce'];
const commonRooms = ['domain/shared', 'workflows/shared', 'activities/runtime', 'client/calls'];
/** File → the rooms of the same layer that may import it. */
const doors = {
  // How far the integration's webhooks are trusted sets the pace of its polls.
  'domain/changes/cadence': ['integration'],
  'domain/orders/eligibility': ['changes'],
  'domain/orders/learn/learn-warehouse': ['changes'],
  // Whether a store's next run has something to do even if nothing moves.
  'domain/stock/carry': ['changes'],
  'domain/stock/catalogue-rows': ['changes'],
  // Where the clock of a side stands that answers.
  'domain/changes/cursors': ['stock'],
  'domain/products/sku': ['orders', 'stock'],
  'domain/products/warehouse-code': ['orders', 'stock'],
  // What a method needs of an address may also be a setting.
  'domain/shipping/needs-input': ['integration'],
  'domain/shipping/parcels': ['orders'],
  'domain/shipping/pick-up/pick-up-read': ['orders'],
  'domain/shipping/shipping-links': ['orders'],
  'domain/shipping/tracking-link': ['orders'],
  // Parcels are written while their order is read; an order's run writes its parcels.
  'activities/orders/read-order': ['shipping'],
  'activities/orders/address-digests': ['shipping'],
  'activities/shipping/ship': ['orders'],
  'activities/shipping/shipping': ['orders'],
  'activities/shipping/asked-by-link': ['orders'],
  // What a process remembers is a field of what every activity is given.
  'activities/orders/order-cache': ['runtime'],
  'activities/products/product-memory': ['runtime'],
  // What the polls and the full comparison find is handed to the room that it concerns.
  'activities/orders/find-warehouse-order': ['changes'],
  'activities/orders/order-runs': ['changes'],
  'activities/orders/nothing-to-hand-over': ['changes'],
  'activities/orders/explain/earlier-account': ['changes'],
  'activities/products/product-changes': ['changes'],
  'activities/products/compare-products': ['changes'],
  'activities/stock/awaited/waits-ended': ['changes'],
  'activities/stock/stock': ['changes'],
  'activities/stock/compare-stock': ['changes'],
  'activities/stock/look-at-due': ['changes'],
  'activities/stock/location': ['changes'],
  // The maintenance begins the run anew that opens the gate.
  'activities/stock/awaited/mend-goods-in': ['integration'],
  'activities/stock/owed/mend-owed': ['integration'],
  // Under which code myOGO knows what was ordered, and what its product says for customs.
  'activities/products/warehouse-index': ['orders', 'shipping'],
  'activities/products/bought-codes': ['orders', 'stock'],
  // What the merchant keeps elsewhere is neither handed over nor counted.
  'activities/products/elsewhere/kept-elsewhere': ['changes', 'orders', 'shipping', 'stock'],
  'activities/products/skus-today': ['stock'],
  // A product that an order lacks is created by the product's own run.
  'workflows/products/bring-product': ['order'],
  'workflows/products/create-products-failure': ['order'],
  // The integration is what a caller begins with.
  'client/orders/held-orders': ['integration', 'stores'],
  'client/integration/legs': ['stores'],
  'client/integration/integration-overview': ['stores'],
  'client/integration/hold-counts': ['stores'],
  'client/orders/orders': ['integration', 'stores'],
};
const exactly = (files) => `^src/(${files.join('|')})[.]ts$`;
const common = `^src/(${commonRooms.join('|')})/`;
const roomRules = [
  {
    name: 'rooms-by-doors',
    comment: 'A room imports from another room only what the list of doors says.',
    severity: 'error',
    from: { path: `^src/(${layersWithRooms.join('|')})/([^/]+)/` },
    to: { path: '^src/$1/[^/]+/', pathNot: ['^src/$1/$2/', common, exactly(Object.keys(doors))] },
  },
  {
    name: 'common-rooms-enter-none',
    comment: 'What every room needs knows none of them.',
    severity: 'error',
    // The dependencies put together what each room remembers.
    from: { path: common, pathNot: '^src/activities/runtime/dependencies[.]ts$' },
    to: { path: `^src/(${layersWithRooms.join('|')})/[^/]+/`, pathNot: [common, '^src/(bigcommerce|myogo)/'] },
  },
  ...Object.entries(doors).map(([file, rooms]) => {
    const [layer, own] = file.split('/');
    return {
      name: `door-${file}`,
      comment: `Open to ${rooms.join(', ')} alone.`,
      severity: 'error',
      from: { path: `^src/${layer}/[^/]+/`, pathNot: `^src/${layer}/(${[own, ...rooms].join('|')})/` },
      to: { path: exactly([file]) },
    };
  }),
];

module.exports = {
  forbidden: [
    ...roomRules,
    layer('contract', [], 'The shared vocabulary imports nothing of ours.'),
    layer('domain', ['contract'], 'Pure rules know only the vocabulary.'),
    layer('security', ['contract'], 'Sealing knows only the vocabulary.'),
    layer('http', ['contract'], 'Transport knows only the vocabulary.'),
    layer('bigcommerce', ['contract', 'domain', 'http'], 'A client does not know the other side.'),
    layer('myogo', ['contract', 'domain', 'http'], 'A client does not know the other side.'),
    layer('observability', ['contract'], 'Logs and metrics know only the vocabulary.'),
    layer('config', ['contract', 'domain', 'security'], 'The environment is read before anything is built from it.'),
    layer(
      'activities',
      ['contract', 'domain', 'http', 'bigcommerce', 'myogo', 'security', 'observability'],
      'Activities join clients and domain.',
    ),
    layer('client', ['contract', 'security'], 'What the backend imports stays small.'),
    layer(
      'webhooks',
      ['contract', 'domain', 'security', 'config'],
      'The receiver passes hints on: it knows no side, and no activity.',
    ),
    layer('cli', ['contract', 'client'], 'The command line is thin over the client.'),
    {
      name: 'worker-imports',
      comment: 'The worker is a process of its own.',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/(cli|webhooks)(/|[.]ts$)' },
    },
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
