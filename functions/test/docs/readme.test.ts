import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as deployed from '../../src/index.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe('the table of what is deployed in README.md', () => {
  it('names every deployed function, and no other', () => {
    const [, section = ''] = README.split('\n## What is deployed\n');
    const rows = section.split('\n').filter((line) => line.startsWith('| ['));
    const names = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    // The triggers are exported as one group, and named "sync-…" there.
    const functions = Object.keys(deployed).filter((name) => name !== 'sync');
    assert.deepEqual(names.sort(), functions.sort());
  });
});
