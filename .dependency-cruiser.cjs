/** Layers of `functions/src`, the lowest first: a folder imports from its own layer and from lower ones. */
const LAYERS = [
  ['platform'],
  ['learning'],
  ['skills', 'media'],
  ['sync', 'names', 'events'],
  ['cards'],
  ['people', 'engagement', 'insights', 'careers', 'accounts'],
  ['recommendations'],
  ['operations'],
];

/** Which folder may import which. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...LAYERS.map((layer, index) => ({
      name: `${layer.join('-and-')}-import-no-higher-layer`,
      severity: 'error',
      from: { path: `^functions/src/(${layer.join('|')})/` },
      to: {
        path: `^functions/src/(${
          LAYERS.slice(index + 1)
            .flat()
            .join('|') || 'none'
        })/`,
      },
    })),
    {
      name: 'every-domain-has-a-layer',
      severity: 'error',
      from: {},
      to: { path: '^functions/src/[^/]+/', pathNot: `^functions/src/(${LAYERS.flat().join('|')})/` },
    },
    {
      name: 'domains-meet-through-their-public-file',
      comment: 'A domain imports another only through its index.ts; platform and learning are for everyone.',
      severity: 'error',
      from: { path: '^functions/src/([^/]+)/' },
      to: {
        path: '^functions/src/([^/]+)/',
        pathNot: [
          '^functions/src/$1/',
          '^functions/src/(platform|learning)/',
          '^functions/src/[^/]+/index\\.ts$',
          '^functions/src/sync/erasure/index\\.ts$',
        ],
      },
    },
    {
      name: 'deployed-code-stands-alone',
      comment: 'Only functions/ is deployed.',
      severity: 'error',
      from: { path: '^functions/(src|blocking)/' },
      to: { path: '^(scripts|functions/test)/' },
    },
    {
      name: 'the-client-stands-alone',
      comment: 'It is published by itself, for apps that have firebase and nothing else of this repository.',
      severity: 'error',
      from: { path: '^clients/typescript/src/' },
      to: { path: '.', pathNot: '^clients/typescript/src/|^firebase/|node_modules/@?firebase/' },
    },
    {
      name: 'blocking-functions-share-two-files',
      comment:
        'What they import is deployed with them, with the packages of functions/blocking/package.json alone.',
      severity: 'error',
      from: { path: '^functions/blocking/' },
      to: {
        path: '^functions/src/',
        pathNot: '^functions/src/platform/(region|identity/emailDomains)\\.ts$',
      },
    },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      from: { path: '^(functions/(src|blocking)|scripts|clients/typescript/src)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
