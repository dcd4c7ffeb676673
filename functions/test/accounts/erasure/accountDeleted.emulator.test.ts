import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { STEP_NAMES } from '../../../src/accounts/erasure/step.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import { firestore as openFirestore } from '../../../src/platform/firestore.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import { emulatedAccounts } from '../../support/accounts.ts';
import { setting } from '../../support/environment.ts';
import { rowsNaming } from '../../support/rowsNaming.ts';

/** How long the deployed functions may take: each starts a process, on a machine that may be busy. */
const PATIENCE_MS = 110_000;

describe('somebody whose account is deleted in the console', () => {
  let sql: Sql;
  before(() => {
    sql = connect(setting('TEST_POSTGRES_URL'), { max: 1 });
  });
  after(() => sql.end());

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (const started = Date.now(); !(await isSo());) {
      assert.ok(Date.now() - started < PATIENCE_MS, `waited in vain for ${String(isSo)}`);
      await sleep(100);
    }
  }

  it('is erased by the deployed trigger and its task, with all that others say of them', async function () {
    this.timeout(3 * PATIENCE_MS);
    const [uid, other, post] = [randomUUID(), randomUUID(), randomUUID()];
    const accounts = emulatedAccounts();
    const firestore = openFirestore('(default)');
    await accounts.createUser({ uid, email: `${uid}@campus.example`, displayName: `Ada ${uid}` });
    const write = firestore.batch();
    write.set(firestore.doc(`users/${uid}`), {
      name: `Ada ${uid}`,
      email: `${uid}@campus.example`,
      bio: uid,
    });
    write.set(firestore.doc(`showcase_posts/${post}`), {
      ...{ userId: other, content: `Thanks, @${uid}`, likes: [uid, other] },
      comments: [{ userId: uid, text: 'You are welcome', createdAt: new Date() }],
    });
    await write.commit();
    const countRows = async (): Promise<number> => {
      const [row] = await sql<{ count: number }[]>`
        select (select count(*) from users where id = ${uid} and live)::integer
          + (select count(*) from showcase_posts where id = ${post})::integer as count`;
      return row?.count ?? 0;
    };
    await until(async () => (await countRows()) === 2);

    await accounts.deleteUser(uid);
    await until(async () => {
      const steps = await sql`
        select from erasure_steps where person = ${personHash(uid)} and look = 1 and finished_at is not null`;
      return steps.length === STEP_NAMES.length;
    });

    const kept = (await firestore.doc(`showcase_posts/${post}`).get()).data();
    assert.deepEqual(
      [kept?.['content'], kept?.['likes'], (kept?.['comments'] as { deleted?: true }[])[0]?.deleted],
      ['Thanks, @[deleted]', [other], true],
    );
    assert.equal((await firestore.doc(`users/${uid}`).get()).exists, false);
    // The deletions of the documents are still on their way to the writer, which does not bring them back.
    await until(async () => (await rowsNaming(sql, [uid])).length === 0);
    const [erasure] = await sql<{ requestedBy: string; finished: boolean }[]>`
      select requested_by as "requestedBy", finished_at is not null as finished
      from erasures where person = ${personHash(uid)}`;
    // The emulator delivers tasks at once, whatever their time: the looks that follow are not due.
    assert.deepEqual({ ...erasure }, { requestedBy: 'account', finished: false });
  });
});
