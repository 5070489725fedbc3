/*
 * The arrows of ARCHITECTURE.md, held in every run of the tests. Each rule says why its wall stands; that each can
 * fail is proven in scripts/checks/arrows.test.ts.
 */

/** The engine's areas: what a user would call a capability. */
const AREAS =
  'app|settings|toolchain|local|connections|members|logs|raft|keys|watch|leases|etcdctl|terminal|jobs';
const HOSTS = 'desktop|serve';

/** The window's ground floor: what several areas share, and what knows none of them. */
const GROUND = 'ui|rpc|i18n|words|values|actions|connection|members|navigation|settings|toolchain|jobs';

/** A package of node_modules, by name. */
const npm = (names) => `(^|/)node_modules/(${names})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'all-found',
      comment: 'An import that cannot be resolved is a mistake, or a package that is not installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'sources-know-no-tests',
      comment: 'What ships must not lean on what tests it.',
      severity: 'error',
      from: { path: '^src-', pathNot: '\\.test\\.ts$' },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
    {
      name: 'shared-knows-no-side',
      comment: 'Both sides compile src-shared: it may know neither of them.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { path: '^src-(main|renderer)/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'No Node in what the page loads as well.',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-knows-no-engine',
      comment: 'The window talks to the engine through the contract alone, so that any host can serve it.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/' },
    },
    {
      name: 'renderer-knows-no-node',
      comment: 'A sandboxed page, or a browser tab: there is no Node.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-knows-no-renderer',
      comment: 'The engine runs without any window.',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'engine-knows-no-host',
      comment: 'Hosts start the engine. What it must know of its host is handed to it.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: `^src-main/(${HOSTS})/` },
      to: { path: `^src-main/(${HOSTS})/` },
    },
    {
      name: 'hosts-apart',
      comment: 'Each host stands alone: what both need belongs to the engine.',
      severity: 'error',
      from: { path: `^src-main/(${HOSTS})/` },
      to: { path: `^src-main/(${HOSTS})/`, pathNot: '^src-main/$1/' },
    },
    {
      name: 'base-is-the-floor',
      comment: 'Small things that everything may use, and that know nothing of it.',
      severity: 'error',
      from: { path: '^src-main/base/' },
      to: { path: '^src-main/', pathNot: '^src-main/base/' },
    },
    {
      name: 'etcd-knows-no-area',
      comment: 'The gateway speaks to any etcd; it knows no cluster of ours.',
      severity: 'error',
      from: { path: '^src-main/etcd/' },
      to: { path: '^src-main/', pathNot: '^src-main/(etcd|base)/' },
    },
    {
      name: 'grpc-in-links-only',
      comment:
        'What dials an endpoint and sends its calls stands in one place, with the guard on writes. failures.ts reads the codes.',
      severity: 'error',
      from: {
        path: '^src-',
        pathNot: '^src-main/etcd/(links/(wire|detour)\\.ts|failures(\\.test)?\\.ts)$',
      },
      to: { path: npm('@grpc/grpc-js'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rpc-knows-no-area',
      comment: 'How procedures are served: each area implements its own, in its router.',
      severity: 'error',
      from: { path: '^src-main/rpc/' },
      to: { path: '^src-main/', pathNot: '^src-main/(rpc|base)/' },
    },
    {
      name: 'areas-know-no-rpc',
      comment:
        'An area is used by the window, by tests and by benchmarks alike: only its `area.ts` knows the contract calls.',
      severity: 'error',
      from: { path: `^src-main/(${AREAS})/`, pathNot: `^src-main/(${AREAS})/area\\.ts$` },
      to: { path: '^src-main/(rpc/|[^/]+\\.ts$)' },
    },
    {
      name: 'areas-apart',
      comment:
        'An area may use members/, logs/ and raft/, which watch what others run, and the types of any; the engine joins the rest.',
      severity: 'error',
      from: { path: `^src-main/(${AREAS})/` },
      to: {
        path: `^src-main/(${AREAS})/`,
        pathNot: '^src-main/($1|members|logs|raft)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'electron-in-desktop-only',
      comment: 'Everything else also runs under plain Node or in a browser.',
      severity: 'error',
      from: { pathNot: '^src-main/desktop/' },
      to: { path: npm('electron') },
    },
    {
      name: 'components-in-ui-only',
      comment: 'The component library and the virtual list can be replaced in one folder.',
      severity: 'error',
      from: { pathNot: '^src-renderer/ui/' },
      to: { path: npm('reka-ui') },
    },
    {
      name: 'window-areas-apart',
      comment: 'An area of the window knows no other: what several need is on the ground floor.',
      severity: 'error',
      from: { path: '^src-renderer/areas/([^/]+)/' },
      to: { path: '^src-renderer/areas/', pathNot: '^src-renderer/areas/$1/' },
    },
    {
      name: 'window-areas-know-no-frame',
      comment: 'The frame lists the areas. An area that needed it could not be taken out, or tested alone.',
      severity: 'error',
      from: { path: '^src-renderer/areas/' },
      to: { path: '^src-renderer/(shell/|[^/]+$)' },
    },
    {
      name: 'ground-knows-no-area',
      comment: 'What all areas stand on knows none of them, and nothing of the frame around them.',
      severity: 'error',
      from: { path: `^src-renderer/(${GROUND})/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src-renderer/(areas/|shell/|[^/]+$)' },
    },
    {
      name: 'ui-knows-no-room',
      comment: 'Components show what they are given: of the window they know the texts alone.',
      severity: 'error',
      from: { path: '^src-renderer/ui/' },
      to: { path: '^src-renderer/', pathNot: '^src-renderer/((ui|i18n)/|rpc/failure\\.ts$)' },
    },
    {
      name: 'client-knows-no-view',
      comment: 'The client of the engine is below everything that shows something.',
      severity: 'error',
      from: { path: '^src-renderer/rpc/' },
      to: { path: '^src-renderer/', pathNot: '^src-renderer/rpc/' },
    },
    {
      name: 'texts-by-typed-keys-only',
      comment:
        'What says a text takes `t` from i18n/: it knows the keys, so that one that does not exist does not compile.',
      severity: 'error',
      from: { pathNot: '^src-renderer/i18n/' },
      to: { path: npm('vue-i18n') },
    },
    {
      name: 'languages-in-one-place',
      comment: 'Which language is spoken is decided in i18n/: what named one itself would not follow.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: '(^src-renderer/i18n/|\\.test\\.ts$)' },
      to: { path: '^src-renderer/i18n/[^/]+/' },
    },
    {
      name: 'orpc-at-the-seam-only',
      comment: 'oRPC 2 will rename things: contract, rpc and the two transports are all that must follow.',
      severity: 'error',
      from: { pathNot: `^(src-shared/contract|src-main/rpc|src-renderer/rpc|src-main/(${HOSTS}))/` },
      to: { path: npm('@orpc/[^/]+') },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|src-main/etcd/gen)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
