import assert from 'node:assert/strict';
import { CardNames } from '../../../src/accounts/export/cardNames.ts';
import type { ExportContext } from '../../../src/accounts/export/dataFile.ts';
import { CACHE_FILE } from '../../../src/accounts/export/sources/cache.ts';
import { DOCUMENT_FILES } from '../../../src/accounts/export/sources/documents.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { decodeMap } from '../../support/decode.ts';
import { documentsAsFirestore } from '../../support/documentsAsFirestore.ts';
import { setting } from '../../support/environment.ts';
import { emptyFirestore } from '../../support/firestore.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';
import { CAMPUS_DOCUMENTS } from './campusDocuments.ts';

describe('an export from Firestore and Redis themselves', () => {
  let database: TestDatabase;
  let context: ExportContext;
  before(async () => {
    database = await migratedDatabase();
    await writeDocuments(
      database.sql,
      Object.fromEntries([...CAMPUS_DOCUMENTS].filter(([path]) => !/^(cards|limits)\//.test(path))),
    );
    const { firestore } = emptyFirestore();
    for (const [path, fields] of CAMPUS_DOCUMENTS) {
      const { company, ...data } = decodeMap(fields);
      const reference = company === undefined ? {} : { company: firestore.doc('companies/own-company') };
      await firestore.doc(path).set({ ...data, ...reference });
    }
    const now = new Date();
    context = {
      ...{ uid: 'ada', now, sql: database.sql, firestore, names: new CardNames(database.sql, now) },
      redis: new OptionalRedis(setting('TEST_REDIS_URL'), setting('TEST_REDIS_TOKEN'), 5000),
      account: () => Promise.resolve(null),
      ...{ cloudinary: null, bucket: null },
    };
  });
  after(() => database.drop());

  async function recordsOf(
    { records }: (typeof DOCUMENT_FILES)[number],
    from: ExportContext,
  ): Promise<Set<object>> {
    const found = new Set<object>();
    for await (const record of records(from)) found.add(record);
    return found;
  }

  for (const file of DOCUMENT_FILES) {
    it(`finds what ${file.name} is to hold`, async () => {
      const firestore = documentsAsFirestore(CAMPUS_DOCUMENTS);
      const expected = await recordsOf(file, { ...context, firestore });
      assert.ok(expected.size > 0);
      assert.deepEqual(await recordsOf(file, context), expected);
    });
  }

  it("finds the caller's counts and answers in Redis, and nobody else's", async () => {
    await context.redis.ask(async (client) => {
      await client.set('calls:audit:ada', 7, { ex: 60 });
      await client.set('calls:audit:adam', 8, { ex: 60 });
      await client.set('calls:audit:x:ada', 9, { ex: 60 });
      await client.set('answer:r1:userAnalytics:ada:digest', 'x', { ex: 60 });
      await client.set('answer:r1:searchTalent:zoe:digest', 'x', { ex: 60 });
    });
    assert.deepEqual(
      await recordsOf(CACHE_FILE, context),
      new Set([
        { kind: 'calls', callable: 'audit', calls: 7 },
        { kind: 'answer', callable: 'userAnalytics' },
      ]),
    );
  });
});
