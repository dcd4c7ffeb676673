import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const DEPLOYING = read('../../../docs/deploying.md');

describe('docs/deploying.md', () => {
  const source = ['config', 'deployment', 'region', 'identity/emailDomains']
    .map((file) => read(`../../src/platform/${file}.ts`))
    .join('');

  it('names every parameter', () => {
    const names = [...source.matchAll(/(?:define(?:String|Boolean|Int|List)|serviceAccount)\('([A-Z_]+)'/g)];
    assert.ok(names.length > 10);
    for (const [, name = ''] of names) assert.match(DEPLOYING, new RegExp(`\\| .*\`${name}\`.* \\|`), name);
  });

  it('sets every secret', () => {
    const names = [...source.matchAll(/defineSecret\('([A-Z_]+)'/g)];
    assert.ok(names.length > 3);
    for (const [, name = ''] of names) assert.ok(DEPLOYING.includes(`functions:secrets:set ${name}`), name);
  });
});
