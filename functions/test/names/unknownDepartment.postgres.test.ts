import assert from 'node:assert/strict';
import { z } from 'zod';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { deployedCallables, type AnyCallable } from '../docs/deployedCallables.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

const NOW = new Date('2026-03-16T04:30:00Z');

/** What the callables that take a department require besides. */
const REQUIRED: Record<string, object> = { searchTalent: { query: 'chess' } };

const callables = Object.values(await deployedCallables());
const inputsOf = ({ input }: AnyCallable): string[] =>
  input instanceof z.ZodObject ? Object.keys(input.shape) : [];

describe('a filter that nobody passes', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    const user = { name: 'X', bio: 'chess', department: 'Computer Science', skills: ['Kubernetes'] };
    await new Writer(database.sql, allCollections).apply([
      change('users/admin', 1, { ...user, role: 'admin' }),
      ...['u0', 'u1', 'u2'].map((id) => change(`users/${id}`, 1, user)),
    ]);
  });
  after(() => database.drop());

  async function missing(definition: AnyCallable, data: object): Promise<unknown> {
    const request = { uid: 'admin', data: { ...REQUIRED[definition.name], ...data } };
    const answer = await callAsPerson(definition, request, withoutRedis(database.sql, NOW));
    return (answer as { missing: unknown }).missing;
  }

  const byDepartment = callables.filter((definition) => inputsOf(definition).includes('department'));

  it('is a department in five callables', () => {
    assert.equal(byDepartment.length, 5);
  });

  for (const definition of byDepartment) {
    it(`names the most similar department in ${definition.name}`, async () => {
      const expected = 'Nobody is in a department “computing science”. Did you mean “Computer Science”?';
      assert.equal(await missing(definition, { department: 'Computing Science' }), expected);
      assert.equal(await missing(definition, { department: 'zzz' }), 'Nobody is in a department “zzz”.');
      assert.doesNotMatch(
        String(await missing(definition, { department: 'COMPUTER  science' })),
        /Nobody is in/,
      );
    });
  }
  it('names the most similar department once months are counted', async () => {
    await refreshAggregates(database.sql, NOW);
    for (const definition of byDepartment) {
      assert.match(String(await missing(definition, { department: 'Computing Science' })), /Did you mean/);
    }
  });

  for (const definition of callables.filter((one) => inputsOf(one).includes('skills'))) {
    it(`names the most similar skill in ${definition.name}`, async () => {
      assert.equal(
        await missing(definition, { skills: ['k8s', 'Kubernete s cluster'] }),
        'Nobody has the skill “Kubernete s cluster”. Did you mean “Kubernetes”?',
      );
      assert.equal(await missing(definition, { skills: ['Zzz'] }), 'Nobody has the skill “Zzz”.');
      assert.equal(await missing(definition, { skills: ['k8s'] }), null);
    });
  }
});
