import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import { deployedDatabaseOf, withDeployedDatabase } from './deployedDatabase.ts';

interface Config {
  firestore: { database?: string; rules: string };
  emulators: object;
}

describe('the database in firebase.json', () => {
  let json: string;
  before(async () => {
    json = withDeployedDatabase(await readFile(join(ROOT, 'firebase.json'), 'utf8'), '(default)');
  });

  it('is the default one unless it is named', () => {
    assert.equal(deployedDatabaseOf(json), '(default)');
    assert.equal((JSON.parse(json) as Config).firestore.database, undefined);
  });

  it('is named beside the rules that it gets', () => {
    const named = withDeployedDatabase(json, 'campus');
    const { firestore, emulators } = JSON.parse(named) as Config;
    assert.equal(firestore.database, 'campus');
    assert.equal(firestore.rules, 'firestore.rules');
    assert.deepEqual(emulators, (JSON.parse(json) as Config).emulators);
    assert.equal(deployedDatabaseOf(named), 'campus');
  });

  it('is replaced by another, and by the default one', () => {
    const other = withDeployedDatabase(withDeployedDatabase(json, 'campus'), 'other');
    assert.equal(deployedDatabaseOf(other), 'other');
    assert.equal(withDeployedDatabase(other, '(default)'), json);
  });

  it('is not looked for in another layout', () => {
    assert.throws(() => withDeployedDatabase('{"firestore": {}}', 'campus'), /restore its layout/);
  });
});
