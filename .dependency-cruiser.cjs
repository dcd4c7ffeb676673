/** Which folder may import which. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'platform-imports-no-domain',
      severity: 'error',
      from: { path: '^functions/src/platform/' },
      to: { path: '^functions/src/', pathNot: '^functions/src/platform/' },
    },
    {
      name: 'domains-meet-through-their-public-file',
      comment: 'A domain imports another only through its index.ts.',
      severity: 'error',
      from: { path: '^functions/src/([^/]+)/', pathNot: '^functions/src/platform/' },
      to: {
        path: '^functions/src/([^/]+)/',
        pathNot: ['^functions/src/$1/', '^functions/src/platform/', '^functions/src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'deployed-code-stands-alone',
      comment: 'Only functions/ is deployed.',
      severity: 'error',
      from: { path: '^functions/src/' },
      to: { path: '^(scripts|functions/test)/' },
    },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      from: { path: '^(functions/src|scripts)/', pathNot: '\\.test\\.ts$' },
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
