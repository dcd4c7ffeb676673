import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from '@firebase/rules-unit-testing';
import {
  Bytes,
  deleteDoc,
  doc,
  GeoPoint as WebGeoPoint,
  setDoc,
  serverTimestamp,
  vector,
} from 'firebase/firestore';
import { FieldValue, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { initialize } from '../../../src/platform/app.ts';
import { firestore as openFirestore, type Firestore } from '../../../src/platform/firestore.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import type { Collection } from '../../../src/platform/documents/collection.ts';
import { allCollections, collections } from '../../../src/sync/collections/index.ts';
import { toUpsert } from '../../../src/sync/pipeline/snapshotToChange.ts';
import { setMode } from '../../../../scripts/lib/controlDocument.ts';
import { decodeMap } from '../../support/decode.ts';
import { documentPath, fullDocument } from '../../support/documents.ts';
import { PROJECT, setting } from '../../support/environment.ts';

/** How long the writer may still follow the mode that it has read. */
const CONTROL_DELAY_MS = 6000;

describe('the deployed pipeline, from Firestore to Postgres', () => {
  let firestore: Firestore;
  let sql: Sql;
  let web: RulesTestEnvironment;

  before(async () => {
    setting('PUBSUB_EMULATOR_HOST');
    setting('FIRESTORE_EMULATOR_HOST');
    initialize(PROJECT);
    firestore = openFirestore('(default)');
    sql = connect(setting('TEST_POSTGRES_URL'));
    web = await initializeTestEnvironment({ projectId: PROJECT });
  });
  after(async () => {
    await web.cleanup();
    await firestore.terminate();
    await sql.end();
  });

  /** Waits until the current state of the document is in Postgres, and returns its row. */
  async function awaitRow(path: string): Promise<JsonObject> {
    const document = toUpsert(await firestore.doc(path).get());
    const row = await eventually(`${path} in Postgres`, async () => {
      const found = await rowOf(path);
      return found?.['live'] === true && Number(found['version']) === document.version ? found : undefined;
    });
    assert.deepEqual(row['firebase_data'], document.data);
    return row as JsonObject;
  }

  async function rowOf(path: string): Promise<Record<string, unknown> | undefined> {
    for (const { match, keyOf, table, keyColumns } of allCollections) {
      const params = match(path);
      if (params === null) continue;
      const [key, second] = keyOf(params);
      const [column = '', secondColumn = ''] = keyColumns;
      const [row] = await sql`
        select * from ${sql(table)}
        where ${sql(column)} = ${key ?? ''} ${second === undefined ? sql`` : sql`and ${sql(secondColumn)} = ${second}`}`;
      return row;
    }
    return undefined;
  }

  const awaitTombstone = (path: string) =>
    eventually(`a tombstone for ${path}`, async () => (await rowOf(path))?.['live'] === false || undefined);

  const awaitDeadLetter = (path: string) =>
    eventually(`a dead letter for ${path}`, async () => {
      const [row] = await sql<{ reason: string }[]>`select reason from dead_letters where path = ${path}`;
      return row;
    });

  for (const [name, collection] of Object.entries<Collection>(collections)) {
    it(`delivers a document of ${name}, and its deletion`, async () => {
      const path = documentPath(collection, (param) => `every-${param}`);
      await firestore.doc(path).set(fullDocument(collection));
      const row = await awaitRow(path);
      for (const column of collection.columns) assert.notEqual(row[column], null, column);
      await firestore.doc(path).delete();
      await awaitTombstone(path);
    });
  }

  it('delivers documents that refer to each other, with their columns', async () => {
    await firestore.doc('users/grace/positions/p1').set({ title: 'Admiral', startDate: '1943-12-01' });
    await firestore
      .doc('events/cobol')
      .set({ title: 'COBOL night', createdBy: 'grace', startDate: new Date() });
    await firestore
      .doc('events/cobol/attendees/grace')
      .set({ status: 'attended', rating: 5, attendedAt: new Date() });
    await firestore.doc('showcase_posts/bug').set({ userId: 'grace', content: 'a moth', likes: ['ada'] });
    await firestore.doc('connections/ga').set({ fromUid: 'grace', toUid: 'ada', status: 'accepted' });
    await firestore.doc('users/grace').set({
      email: 'grace@campus.example',
      name: 'Grace',
      skills: ['COBOL', { name: ' cobol ', level: 5 }, 'Compilers'],
    });

    assert.equal((await awaitRow('users/grace/positions/p1'))['title'], 'Admiral');
    assert.equal((await awaitRow('events/cobol'))['created_by'], 'grace');
    assert.equal((await awaitRow('events/cobol/attendees/grace'))['rating'], 5);
    assert.deepEqual((await awaitRow('showcase_posts/bug'))['engagement_metrics'], {
      likes: 1,
      comments: 0,
      shares: 0,
    });
    assert.equal((await awaitRow('connections/ga'))['to_user_id'], 'ada');
    assert.equal((await awaitRow('users/grace'))['name'], 'Grace');
    const skills =
      await sql`select key, proficiency_level from user_skills join skills on skills.id = skill_id where user_id = 'grace' order by key`;
    assert.deepEqual(
      skills.map((row) => ({ ...row })),
      [
        { key: 'cobol', proficiency_level: 5 },
        { key: 'compiler', proficiency_level: null },
      ],
    );
  });

  it('preserves values of every Firestore type', async () => {
    const unusual = {
      email: 'x@campus.example',
      name: 'Unusual 👩🏽‍🎓',
      int64: 9_007_199_254_740_993n,
      minimum: -9_223_372_036_854_775_808n,
      double: 0.1,
      nan: NaN,
      infinity: [Infinity, -Infinity, -0],
      time: new Timestamp(1_767_225_600, 123_456_000),
      point: new GeoPoint(-90, 180),
      reference: firestore.doc('users/grace/positions/p1'),
      bytes: Buffer.from([0, 1, 255]),
      vector: FieldValue.vector([1, 2.5]),
      nothing: null,
      empty: [{}, { list: [] }],
      nul: 'a\0b',
      $dollar: { $timestamp: 'not one' },
      'a.b c/d`e"f\\': 1n,
      deep: nested(18),
    };
    await firestore.doc('users/unusual').create(unusual);
    const row = await awaitRow('users/unusual');
    // References and vectors are compared in their encoded form.
    assert.deepEqual(decodeMap(row['firebase_data'] as JsonObject), {
      ...unusual,
      reference: { $reference: 'users/grace/positions/p1' },
      vector: { $vector: [1n, 2.5] },
    });
  });

  it('delivers documents of 900 KB', async () => {
    await firestore
      .doc('users/large')
      .set({ email: 'l@campus.example', name: 'Large', bio: '大'.repeat(300_000) });
    assert.equal((await awaitRow('users/large'))['bio'], '大'.repeat(300_000));
    await firestore.doc('users/large').delete();
    await awaitTombstone('users/large');
  });

  it('accepts ids with unusual characters', async () => {
    for (const id of [
      "o'neill",
      'a b',
      'a.b',
      '100%',
      'a%2Fb',
      '日本',
      '👩‍🎓',
      '"',
      '\\',
      '{uid}',
      '$1',
      '--',
      'x'.repeat(1400),
    ]) {
      await firestore.doc(`users/${id}`).set({ email: 'o@campus.example', name: id });
      assert.equal((await awaitRow(`users/${id}`))['name'], id.slice(0, 255));
    }
  });

  it('ends with the last write when an id is created, deleted and re-created quickly', async () => {
    const flicker = firestore.doc('users/flicker');
    for (let round = 0; round < 5; round += 1) {
      await flicker.set({
        email: 'f@campus.example',
        name: `Round ${String(round)}`,
        skills: [`s${String(round)}`],
      });
      await flicker.update({ bio: 'updated' });
      await flicker.delete();
    }
    await flicker.set({ email: 'f@campus.example', name: 'Last', skills: ['Patience'] });
    assert.equal((await awaitRow('users/flicker'))['name'], 'Last');
    await firestore.doc('users/gone').set({ email: 'g@campus.example', name: 'Gone' });
    await firestore.doc('users/gone').delete();
    await awaitTombstone('users/gone');
    await sleep(1000);
    assert.equal((await awaitRow('users/flicker'))['name'], 'Last', 'a late change overwrote it');
    assert.equal((await rowOf('users/gone'))?.['live'], false);
  });

  it('records documents that do not fit as dead letters, and applies the others', async () => {
    await firestore.doc('events/nothing').set({ title: ['x'] });
    await firestore.doc('connections/half').set({ fromUid: 'grace' });
    await firestore.doc('showcase_posts/after').set({ userId: 'grace' });
    assert.match((await awaitDeadLetter('events/nothing')).reason, /title must be text, but is a list/);
    assert.match(
      (await awaitDeadLetter('connections/half')).reason,
      /toUid must be a document id, but is missing/,
    );
    await awaitRow('showcase_posts/after');
  });

  it('delivers writes of the browser SDK that the rules allow', async () => {
    const mine = web
      .authenticatedContext('webster', { email: 'webster@campus.example', email_verified: true })
      .firestore() as unknown as Parameters<typeof doc>[0];
    const profile = doc(mine, 'users/webster');
    await assertSucceeds(
      setDoc(profile, {
        email: 'w@campus.example',
        name: 'Webster 🦊',
        skills: [{ name: 'Typing', level: 4.5 }],
        createdAt: serverTimestamp(),
        point: new WebGeoPoint(1, 2),
        bytes: Bytes.fromBase64String('AP8='),
        vector: vector([1, 2]),
        reference: profile,
      }),
    );
    const row = await awaitRow('users/webster');
    assert.deepEqual((row['firebase_data'] as JsonObject)['reference'], { $reference: 'users/webster' });
    const position = doc(mine, 'users/webster/positions/first');
    await assertSucceeds(setDoc(position, { title: 'Typist' }));
    await awaitRow('users/webster/positions/first');
    await deleteDoc(position);
    await awaitTombstone('users/webster/positions/first');
  });

  it('delivers again what a pause deferred', async () => {
    const path = 'users/grace/positions/deferred';
    await setMode(firestore, 'paused', ['positions']);
    try {
      await sleep(CONTROL_DELAY_MS);
      await firestore.doc(path).set({ title: 'Programmer' });
      await eventually(`${path} among the deferred changes`, async () => {
        const [deferred] = await sql`select 1 from deferred_changes where path = ${path}`;
        return deferred;
      });
      assert.equal(await rowOf(path), undefined);
    } finally {
      await setMode(firestore, 'on', ['positions']);
    }
    assert.equal((await awaitRow(path))['title'], 'Programmer');
  });

  it('accounts for every message', async () => {
    const [total] = await sql<{ received: number; accounted: number }[]>`
      select sum(received)::integer as received, sum(applied + superseded + dead_lettered)::integer as accounted from sync_counts`;
    assert.ok((total?.received ?? 0) > 0);
    assert.equal(total?.accounted, total?.received);
  });
});

/** Nested maps; Firestore allows twenty levels. */
function nested(levels: number): unknown {
  return levels === 0 ? 'bottom' : { deeper: nested(levels - 1) };
}

async function eventually<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`timed out after 60 s: ${what}`);
    await sleep(100);
  }
}
