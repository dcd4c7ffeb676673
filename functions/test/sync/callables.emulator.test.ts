import assert from 'node:assert/strict';
import type { CallableRequest } from 'firebase-functions/https';
import { database as pool } from '../../src/platform/postgres.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import { mergeSkills } from '../../src/skills/mergeSkills.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { manageDeadLetters } from '../../src/sync/manageDeadLetters.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { syncStatus } from '../../src/sync/syncStatus.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import type { IdToken } from '../../src/platform/identity/caller.ts';
import { memberToken } from '../../../scripts/lib/callContext.ts';
import { createMember } from '../support/accounts.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { emptyFirestore } from '../support/firestore.ts';

const USER = { email: 'x@campus.example', name: 'X' };

/** As far as a call is counted by it. */
const RAW_REQUEST = { headers: {}, socket: {} } as unknown as CallableRequest<unknown>['rawRequest'];

describe('the callables for administrators', () => {
  let firestore: Firestore;
  let database: TestDatabase;
  let boss: IdToken;

  before(async () => {
    let databaseId: string;
    ({ firestore, databaseId } = emptyFirestore());
    database = await migratedDatabase();
    // The functions keep their pool, so all tests here share one database.
    process.env['FIRESTORE_DATABASE'] = databaseId;
    process.env['DATABASE_URL'] = database.url;
    await firestore.doc('users/boss').set({ ...USER, role: 'admin' });
    await firestore.doc('users/student').set({ ...USER, role: 'student' });
    boss = await createMember({ role: 'admin' });
  });
  after(async () => {
    await pool().end();
    delete process.env['FIRESTORE_DATABASE'];
    delete process.env['DATABASE_URL'];
    await firestore.terminate();
    await database.drop();
  });

  async function applyCurrentState(path: string): Promise<void> {
    const state = toUpsert(await firestore.doc(path).get());
    await new Writer(database.sql, allCollections).apply([toIncomingChange(state)]);
  }

  const request = (token: IdToken | null, data: unknown) =>
    ({
      data,
      rawRequest: RAW_REQUEST,
      ...(token !== null && { auth: { uid: token.uid, token } }),
    }) as CallableRequest<unknown>;
  const code = (expected: string) => (error: unknown) => (error as { code?: string }).code === expected;

  it('reject everyone else', async () => {
    for (const callable of [syncStatus, manageDeadLetters, mergeSkills]) {
      await assert.rejects(async () => callable.run(request(null, {})), code('unauthenticated'));
      for (const role of ['student', 'faculty', undefined]) {
        const token = memberToken('eve', { role });
        await assert.rejects(async () => callable.run(request(token, {})), code('permission-denied'));
      }
    }
  });

  it('return the state of the synchronisation', async () => {
    await applyCurrentState('users/boss');
    await firestore.doc('system/sync').set({ mode: 0.5 });
    const status = await syncStatus.run(request(boss, null));
    assert.equal(status.control.appliedShare, 0.5);
    assert.equal(status.reconciled, true);
    assert.equal(status.collections['users']?.received, 1);
    assert.deepEqual(JSON.parse(JSON.stringify(status)), status, 'JSON loses something');
  });

  it('merge skills, by name or by id', async () => {
    await firestore.doc('users/gardener').set({ ...USER, skills: ['Gardening', 'Gardenning'] });
    await applyCurrentState('users/gardener');
    const merge = async (data: unknown): Promise<unknown> => mergeSkills.run(request(boss, data));
    const both = { from: { by: 'name', name: 'gardenning' }, into: { by: 'name', name: 'Gardening' } };
    const merged = (await merge(both)) as { into: { id: number }; moved: { userSkills: number } };
    assert.equal(merged.moved.userSkills, 1);
    await assert.rejects(
      merge({ ...both, into: { by: 'id', id: merged.into.id + 1000 } }),
      code('not-found'),
    );
    await assert.rejects(merge({ from: { by: 'name', name: 'Gardening' } }), code('invalid-argument'));
  });

  it('list, show, replay and discard dead letters, and reject bad input with the fields at fault', async () => {
    await firestore.doc('events/bad').set({ description: 'no title' });
    await applyCurrentState('events/bad');
    const manage = async (data: unknown): Promise<unknown> => manageDeadLetters.run(request(boss, data));
    const { deadLetters } = (await manage({ action: 'list' })) as { deadLetters: { id: number }[] };
    assert.equal(deadLetters.length, 1);
    const id = deadLetters[0]?.id;
    const shown = JSON.stringify(await manage({ action: 'show', id }));
    assert.match(shown, /title must be text/);
    assert.doesNotMatch(shown, /no title/);
    const selection = { by: 'reason', reason: 'title' };
    const replayed = (await manage({ action: 'replay', selection })) as { failures: { reason: string }[] };
    const { failures, ...replayCounts } = replayed;
    assert.deepEqual(replayCounts, { action: 'replay', resolved: 0, failed: 1, remaining: 0 });
    assert.match(failures[0]?.reason ?? '', /^title must be text, but is missing/);
    assert.deepEqual(await manage({ action: 'discard', selection: { by: 'id', id } }), {
      action: 'discard',
      discarded: 1,
    });
    const discarded = await manage({ action: 'list', discarded: true });
    assert.match(JSON.stringify(discarded), /events\/bad/);
    for (const action of ['replay', 'discard']) {
      await assert.rejects(manage({ action, selection: { by: 'id', id } }), code('not-found'));
      await assert.rejects(manage({ action, selection }), code('not-found'));
    }
    await assert.rejects(manage({ action: 'replay', selection: {} }), code('invalid-argument'));
    await assert.rejects(manage({ action: 'show', id: 'x' }), (error: unknown) => {
      const { details } = error as { details: { fields: { field: string }[] } };
      assert.deepEqual(
        details.fields.map(({ field }) => field),
        ['id'],
      );
      return true;
    });
  });
});
