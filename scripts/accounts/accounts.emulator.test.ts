import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportLedger, parseLedger } from '../../functions/src/accounts/erasure/ledgerFile.ts';
import { findBroughtBack } from '../../functions/src/accounts/erasure/replayLedger.ts';
import { pgArray } from '../../functions/src/platform/postgres.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { emulatedAccounts } from '../../functions/test/support/accounts.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { PROJECT, setting } from '../../functions/test/support/environment.ts';
import { finishErasureOf } from '../../functions/test/support/erasures.ts';
import { emptyFirestore } from '../../functions/test/support/firestore.ts';
import { ROOT } from '../lib/root.ts';
import { idsInFirestore, idsOfAccounts } from './idSources.ts';

interface Ended {
  code: number;
  output: string;
}

describe('npm run accounts', () => {
  let database: TestDatabase;
  let firestore: Firestore;
  let databaseId: string;
  let folder: string;
  before(async () => {
    ({ firestore, databaseId } = emptyFirestore());
    emulatedAccounts();
    database = await migratedDatabase();
    folder = await mkdtemp(join(tmpdir(), 'accounts-'));
  });
  after(async () => {
    await firestore.terminate();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** Runs the command on the test's databases. */
  function accounts(...args: string[]): Promise<Ended> {
    const databases = ['--database-url', database.url, '--firestore-database', databaseId];
    const none = { UPSTASH_REDIS_REST_URL: '', CLOUDINARY_URL: 'none', MEDIA_BACKUP_BUCKET: '' };
    const env = { ...process.env, ...none, FIREBASE_AUTH_EMULATOR_HOST: setting('TEST_AUTH_HOST') };
    const script = ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts/accounts.ts')];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...script, ...databases, '--project', PROJECT, ...args],
        { env },
        (error, stdout, stderr) => {
          resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
        },
      );
    });
  }

  it('refuses to export somebody of whom nothing is kept', async () => {
    const out = join(folder, 'nobody.zip');
    const { code, output } = await accounts('export', 'nobody', '--out', out);
    assert.equal(code, 1);
    assert.match(output, /Nothing is kept of "nobody".*accounts -- status nobody/);
    await assert.rejects(readFile(out));
  });

  it('erases only who is confirmed, and says who it is before', async () => {
    const uid = randomUUID();
    await firestore.doc(`users/${uid}`).set({ name: 'Ada Lovelace' });
    const results = await Promise.all([accounts('erase', uid), accounts('erase', uid, '--confirm', 'bob')]);
    assert.deepEqual(
      results.map(({ code }) => code),
      [1, 1],
    );
    assert.match(results[0].output, new RegExp(`Ada Lovelace[^]*Nothing was erased[^]*--confirm ${uid}`));
    assert.match(results[1].output, /does not name the same person/);
    assert.ok((await firestore.doc(`users/${uid}`).get()).exists);
    const { code, output } = await accounts('erase', uid, '--confirm', uid);
    assert.equal(code, 0, output);
    assert.match(output, /Erased\. The functions look again at/);
    assert.equal((await firestore.doc(`users/${uid}`).get()).exists, false);
  });

  it('writes the ledger, and finds with it whom Firestore and Auth have brought back', async () => {
    const [profile, author, attendee, account] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (const uid of [profile, author, attendee, account, randomUUID()])
      await finishErasureOf(database.sql, uid);
    await emulatedAccounts().createUser({ uid: account });
    await firestore.doc(`users/${profile}/positions/one`).set({ title: 'Engineer' });
    await firestore.doc(`showcase_posts/${randomUUID()}`).set({ userId: author });
    await firestore.doc(`events/e/attendees/${attendee}`).set({ status: 'going' });
    const file = join(folder, 'ledger');
    await writeFile(file, 'an earlier one');
    const written = await accounts('ledger', '--out', file);
    assert.equal(written.code, 0, written.output);
    const lines = await exportLedger(database.sql);
    assert.equal(await readFile(file, 'utf8'), lines.map((line) => `${line}\n`).join(''));

    const brought = [profile, author, attendee, account].sort();
    const sources = [idsInFirestore(firestore), idsOfAccounts()];
    const found = await findBroughtBack(database.sql, parseLedger(lines), sources);
    assert.deepEqual(found.map(({ uid }) => uid).sort(), brought);
    const { code, output } = await accounts('replay-ledger', file);
    assert.equal(code, 0, output);
    const open = await database.sql<{ uid: string }[]>`
      select user_id as uid from erasures where user_id = any (${pgArray(brought)}::text[]) and due_at <= now()`;
    assert.deepEqual(open.map(({ uid }) => uid).sort(), brought);
    await emulatedAccounts().deleteUser(account);
  });
});
