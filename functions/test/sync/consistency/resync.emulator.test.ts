import assert from 'node:assert/strict';
import type { DocumentSnapshot } from 'firebase-admin/firestore';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { users } from '../../../src/sync/collections/users.ts';
import { DocumentReader } from '../../../src/sync/pipeline/documentReader.ts';
import { resync } from '../../../src/sync/consistency/resync.ts';
import { SyncHarness } from '../../support/syncHarness.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada' };

/** Runs an action after the documents have been read and before anything is written. */
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

describe('resync', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.open();
  });
  afterEach(() => harness.close());

  const writeLive = async (data: object | null): Promise<void> => {
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

  it('keeps a row that a concurrent live change has made newer', async () => {
    await writeLive(ADA);
    assert.deepEqual(await resyncWhile(() => writeLive({ ...ADA, name: 'Countess' })), ['superseded']);
    assert.deepEqual(await row(), { name: 'Countess', live: true });
  });

  it('neither restores a document deleted concurrently nor deletes one created concurrently', async () => {
    await writeLive(ADA);
    await resyncWhile(() => writeLive(null));
    assert.deepEqual(await row(), { name: null, live: false });
    await resyncWhile(() => writeLive({ ...ADA, name: 'Again' }));
    assert.deepEqual(await row(), { name: 'Again', live: true });
  });

  it('repairs a row altered by hand whatever its version, unless a live change comes first', async () => {
    await writeLive(ADA);
    await harness.database.sql`update users set name = 'Eve', version = version + 1000000000000`;
    assert.deepEqual(await resyncWhile(() => Promise.resolve()), ['applied']);
    assert.deepEqual(await row(), { name: 'Ada', live: true });
    await harness.database.sql`update users set name = 'Eve'`;
    await resyncWhile(() => writeLive({ ...ADA, name: 'Countess' }));
    assert.deepEqual(await row(), { name: 'Countess', live: true });
  });
});
