import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import { checkRoles } from '../../src/accounts/checkRoles.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import type { Role } from '../../src/platform/identity/caller.ts';
import { runJob } from '../../src/platform/job.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { emulatedAccounts } from '../support/accounts.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { emptyFirestore } from '../support/firestore.ts';
import { logged } from '../support/logs.ts';

describe('the nightly check of roles', () => {
  let firestore: Firestore;
  let database: TestDatabase;
  beforeEach(async () => {
    ({ firestore } = emptyFirestore());
    database = await migratedDatabase();
  });
  afterEach(async () => {
    mock.restoreAll();
    await firestore.terminate();
    await database.drop();
  });

  const context = () => ({
    sql: database.sql,
    now: new Date(),
    firestore: () => Promise.resolve(firestore),
  });
  const check = () => runJob(checkRoles.definition, context());

  const alerts = () => logged('error').filter(({ fields }) => fields && 'alert' in fields);

  /** Somebody whose account, document and row have these roles; null for no claim, no document, no row. */
  async function person(roles: {
    claim: Role | null;
    mirror: string | null;
    row?: string | null;
  }): Promise<string> {
    const uid = randomUUID();
    await emulatedAccounts().createUser({ uid, email: `${uid}@campus.example` });
    if (roles.claim !== null) await emulatedAccounts().setCustomUserClaims(uid, { role: roles.claim });
    const user = firestore.doc(`users/${uid}`);
    const { row = roles.mirror } = roles;
    if (row !== null) await write(uid, row);
    if (roles.mirror === null) await user.delete();
    else await user.set({ name: 'Secret Name', email: `${uid}@campus.example`, role: roles.mirror });
    return uid;
  }

  async function write(uid: string, role: string): Promise<void> {
    const user = firestore.doc(`users/${uid}`);
    await user.set({ name: 'Secret Name', role });
    await new Writer(database.sql, allCollections).apply([toIncomingChange(toUpsert(await user.get()))]);
  }

  const mirrorOf = async (uid: string): Promise<unknown> =>
    (await firestore.doc(`users/${uid}`).get()).get('role');

  it('finds nothing to do where everything agrees, and lists administrators', async () => {
    const admin = await person({ claim: 'admin', mirror: 'admin' });
    await person({ claim: 'faculty', mirror: null, row: null });
    await person({ claim: null, mirror: 'student' });
    await person({ claim: 'alumni', mirror: 'alumni' });
    const gone = await person({ claim: null, mirror: 'student' });
    await firestore.doc('system/administrators').set({ uids: [gone] });
    assert.equal((await check()).outcome, 'succeeded');
    assert.deepEqual(alerts(), []);
    // Other tests have administrators, too.
    const uids = (await firestore.doc('system/administrators').get()).get('uids') as string[];
    assert.deepEqual([uids.includes(admin), uids.includes(gone)], [true, false]);
  });

  it('puts mirrors right that somebody edited, and says whose, but nothing else about them', async () => {
    const people = {
      promoted: await person({ claim: null, mirror: 'admin' }),
      'promoted alumnus': await person({ claim: 'alumni', mirror: 'faculty' }),
      'without mirror': await person({ claim: 'faculty', mirror: 'student' }),
      'of an odd role': await person({ claim: 'admin', mirror: 'root', row: null }),
    };
    await check();
    const roles = await Promise.all(Object.values(people).map(mirrorOf));
    assert.deepEqual(roles, ['student', 'alumni', 'faculty', 'admin']);
    const [alert, ...others] = alerts();
    assert.deepEqual(others, []);
    const { documents, rows } = alert!.fields as { documents: string; rows: string };
    assert.deepEqual([documents.split(', ').sort(), rows], [Object.values(people).sort(), '']);
    assert.match(alert!.message, /^The roles of 4 people /);
    assert.doesNotMatch(JSON.stringify(logged()), /Secret|@campus/);

    for (const [index, uid] of Object.values(people).entries()) await write(uid, roles[index]!);
    await check();
    assert.equal(alerts().length, 1, 'once it is mended, nobody is alerted again');
  });

  it('reports a row that has another role than its document', async () => {
    const uid = await person({ claim: null, mirror: 'faculty' });
    await firestore.doc(`users/${uid}`).update({ role: 'student' });
    await check();
    const { documents, rows } = alerts()[0]!.fields as { documents: string; rows: string };
    assert.deepEqual([documents, rows], ['', uid]);
  });

  it('notes who is locked out: whose account is disabled or gone, but nobody who was imported and has none yet', async () => {
    const [well, disabled, gone, imported] = await Promise.all(
      [1, 2, 3, 4].map(() => person({ claim: null, mirror: 'student' })),
    );
    const lockedOut = async (): Promise<string[]> => {
      await check();
      const rows = await database.sql<{ id: string }[]>`
        select user_id as id from locked_out_accounts order by user_id`;
      return rows.map(({ id }) => id);
    };
    assert.deepEqual(await lockedOut(), []);
    await emulatedAccounts().updateUser(disabled!, { disabled: true });
    await emulatedAccounts().deleteUsers([gone!, imported!]);
    await database.sql`
      update users set firebase_data = firebase_data || '{"imported": true}' where id = ${imported!}`;
    assert.deepEqual(await lockedOut(), [disabled!, gone!].sort());
    await emulatedAccounts().updateUser(disabled!, { disabled: false });
    assert.deepEqual(await lockedOut(), [gone!]);
    assert.ok(well !== undefined);
  });

  it('leaves the list of administrators alone if it changes meanwhile', async () => {
    const list = firestore.doc('system/administrators');
    await list.set({ uids: ['one', 'other'] });
    const auth = emulatedAccounts();
    const listUsers = auth.listUsers.bind(auth);
    mock.method(auth, 'listUsers', async (...page: [number?, string?]) => {
      await list.set({ uids: ['one'] });
      return listUsers(...page);
    });
    assert.equal((await check()).outcome, 'succeeded');
    assert.deepEqual((await list.get()).get('uids'), ['one']);
  });
});
