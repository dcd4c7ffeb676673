import assert from 'node:assert/strict';
import type { DocumentSnapshot } from 'firebase-admin/firestore';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { users } from '../../../src/sync/collections/users.ts';
import { DocumentReader } from '../../../src/sync/pipeline/documentReader.ts';
import { resync } from '../../../src/sync/consistency/resync.ts';
import { SyncHarness } from '../../support/syncHarness.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada' };

/** Lets something happen after the documents have been read, and before anything is written. */
class InterruptedReader extends DocumentReader {
  readonly #meanwhile: () => Promise<void>;

  constructor(firestore: Firestore, meanwhile: () => Promise<void>) {
    super(firestore);
    this.#meanwhile = meanwhile;
  }

  override async readDocuments(paths: string[]): Promise<Map<string, DocumentSnapshot>> {
    const snapshots = await super.readDocuments(paths);
    await this.#meanwhile();
    return snapshots;
  }
}

describe('bringing a row to the present state of its document', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.open();
  });
  afterEach(() => harness.close());

  const live = async (data: object | null): Promise<void> => {
    await harness.write('users/ada', data);
  };

  const resyncWhile = (meanwhile: () => Promise<void>) =>
    resync(
      {
        sql: harness.database.sql,
        writer: harness.writer,
        reader: new InterruptedReader(harness.firestore, meanwhile),
      },
      [{ collection: users, key: ['ada'], path: 'users/ada' }],
    );

  async function row(): Promise<{ name: string | null; live: boolean } | undefined> {
    const [found] = await harness.database.sql<
      { name: string | null; live: boolean }[]
    >`select name, live from users`;
    return found && { ...found };
  }

  it('leaves a row alone that a live change makes newer in the meantime', async () => {
    await live(ADA);
    assert.deepEqual(await resyncWhile(() => live({ ...ADA, name: 'Countess' })), ['superseded']);
    assert.deepEqual(await row(), { name: 'Countess', live: true });
  });

  it('does not bring back what is deleted in the meantime, nor delete what is created', async () => {
    await live(ADA);
    await resyncWhile(() => live(null));
    assert.deepEqual(await row(), { name: null, live: false });
    await resyncWhile(() => live({ ...ADA, name: 'Again' }));
    assert.deepEqual(await row(), { name: 'Again', live: true });
  });

  it('mends a row that was altered by hand, whatever version it claims, unless a live change comes first', async () => {
    await live(ADA);
    await harness.database.sql`update users set name = 'Eve', version = version + 1000000000000`;
    assert.deepEqual(await resyncWhile(() => Promise.resolve()), ['applied']);
    assert.deepEqual(await row(), { name: 'Ada', live: true });
    await harness.database.sql`update users set name = 'Eve'`;
    await resyncWhile(() => live({ ...ADA, name: 'Countess' }));
    assert.deepEqual(await row(), { name: 'Countess', live: true });
  });
});
