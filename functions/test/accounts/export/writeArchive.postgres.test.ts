import assert from 'node:assert/strict';
import type { UserRecord } from 'firebase-admin/auth';
import { unzipSync } from 'fflate';
import { writeArchive, type ArchiveContents } from '../../../src/accounts/export/archive/writeArchive.ts';
import { CardNames } from '../../../src/accounts/export/cardNames.ts';
import { exportMissing } from '../../../src/accounts/export/exportMissing.ts';
import { columnsOf, TABLES } from '../../../src/accounts/inventory/inventory.ts';
import { recordAct } from '../../../src/platform/audit/recordAct.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { documentsAsFirestore } from '../../support/documentsAsFirestore.ts';
import { canariesOf, fillTables } from '../../support/fillTables.ts';
import { MediaHarness } from '../../support/media.ts';
import { CAMPUS_DOCUMENTS } from './campusDocuments.ts';

const NOW = new Date('2026-03-16T12:00:00Z');

/** Columns that are not exported as they are, and why. */
const ELSEWHERE = new Set([
  // The names of skills and titles of events are, in place of numbers.
  ...['user_skills.skill_id', 'post_skills.skill_id'],
  // Of people, only the name.
  ...['recommendations.reason', 'connections.id'],
]);

describe('the archive of what is kept about somebody', () => {
  let harness: MediaHarness;
  let files: Record<string, string>;
  let contents: ArchiveContents;
  let mediaIds: string[];

  before(async () => {
    harness = await MediaHarness.open();
    const { sql } = harness.database;
    await fillTables(sql, ['ada', 'zoe']);
    mediaIds = [await harness.sendReady({}, 'ada'), await harness.sendReady({}, 'ada')];
    await harness.backUp(mediaIds[0]!);
    mediaIds.push(await harness.sendReady({}, 'zoe'));
    await recordAct(sql, act('grace', ['ada', 'zoe'], 'userAnalytics'));
    await recordAct(sql, act('ada', ['zoe'], 'verifySkill'));
    files = await archiveOf('ada');
  });
  after(() => harness.close());

  async function archiveOf(uid: string): Promise<Record<string, string>> {
    const { sql } = harness.database;
    const context = {
      ...{ uid, sql, now: NOW, names: new CardNames(sql, NOW) },
      firestore: documentsAsFirestore(CAMPUS_DOCUMENTS),
      redis: new OptionalRedis('', ''),
      cloudinary: harness.stores.cloudinary,
      bucket: await harness.stores.bucket(),
      account: () => Promise.resolve(accountOf(uid)),
    };
    const chunks: Uint8Array[] = [];
    const archive = writeArchive(
      context,
      new Date('2026-03-17T12:00:00Z'),
      (written) => (contents = written),
    );
    for await (const chunk of archive) chunks.push(chunk);
    const unzipped = unzipSync(Buffer.concat(chunks));
    return Object.fromEntries(
      Object.entries(unzipped).map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]),
    );
  }

  const json = (name: string): Record<string, unknown>[] =>
    JSON.parse(Buffer.from(files[name] ?? '', 'latin1').toString()) as Record<string, unknown>[];

  it('lacks nothing of the inventory that is to be exported', () => {
    assert.deepEqual(exportMissing(Object.keys(files)), []);
    const lacking = Object.keys(files).filter((name) => !/user_skills|index/.test(name));
    assert.deepEqual(exportMissing(lacking), ['index.html', 'user_skills']);
    assert.equal(contents.files, Object.keys(files).length);
  });

  it('has every text in the exported columns of their rows', async () => {
    const all = Object.values(files).join('\n');
    const lacking: string[] = [];
    for (const { table, exported, others = [], ...holding } of TABLES) {
      if (exported !== true) continue;
      const rows = await harness.database.sql<{ row: Record<string, unknown> }[]>`
        select to_jsonb(own) as row from ${harness.database.sql(table)} as own`;
      for (const column of columnsOf({ table, ...holding } as (typeof TABLES)[number])) {
        if (others.includes(column) || column === 'firebase_data' || ELSEWHERE.has(`${table}.${column}`))
          continue;
        const values = rows.map(({ row }) => JSON.stringify(row[column]));
        const own = canariesOf('ada').filter((canary) => values.some((value) => value.includes(canary)));
        if (own.some((canary) => !all.includes(canary))) lacking.push(`${table}.${column}`);
      }
    }
    assert.deepEqual(lacking, []);
  });

  it('has every text of their own in Firestore, and nothing of somebody else but what members see', async () => {
    const all = Object.values(files).join('\n');
    const planted = [...CAMPUS_DOCUMENTS.values()].map((document) => JSON.stringify(document)).join();
    const texts = (prefix: string): string[] => [
      ...new Set([...planted.matchAll(new RegExp(`${prefix}-\\w+`, 'g'))].map(([text]) => text)),
    ];
    assert.ok(texts('own').length > 10);
    for (const text of texts('own')) assert.ok(all.includes(text), `lacks ${text}`);
    for (const text of texts('seen')) assert.ok(all.includes(text), `lacks ${text}`);
    for (const text of texts('private')) assert.ok(!all.includes(text), `has ${text}`);
    // Every member may know who zoe is, and of her event, at which ada has checked people in.
    const [seen] = await harness.database.sql<{ texts: string[] }[]>`
      select json_build_array(name, events.id) as texts
      from users join events on created_by = users.id where users.id = 'zoe'`;
    for (const canary of canariesOf('zoe')) {
      if (!seen?.texts.includes(canary)) assert.ok(!all.includes(canary), `has ${canary} of zoe`);
    }
    assert.ok(!all.includes(mediaIds[2]!));
  });

  it('names other people as their cards do, and not at all where they have none', async () => {
    const [zoe] = await harness.database.sql<{ name: string }[]>`select name from users where id = 'zoe'`;
    const [connection, refused] = json('data/firestore/connections.json');
    assert.deepEqual(
      { with: connection?.['with'], direction: connection?.['direction'], status: connection?.['status'] },
      { with: zoe?.name, direction: 'sent', status: 'accepted' },
    );
    assert.deepEqual(refused, {
      direction: 'received',
      with: null,
      status: 'pending',
      createdAt: '2026-03-02T09:00:00Z',
    });
    const [post] = json('data/firestore/posts.json');
    assert.deepEqual(post?.['likes'], { count: 2, yours: true });
    const comments = post['comments'] as { userId: string | null }[];
    assert.deepEqual(
      comments.map(({ userId }) => userId),
      [zoe?.name, 'ada', null],
    );
    await harness.database.sql`update users set visible_in_search = false where id = 'zoe'`;
    const hidden = await archiveOf('ada');
    await harness.database.sql`update users set visible_in_search = true where id = 'zoe'`;
    assert.ok(
      !Object.values(hidden)
        .join()
        .includes(zoe?.name ?? '?'),
    );
  });

  it('says what staff did with their data, in which role, and what they did themselves, without naming anybody', () => {
    assert.deepEqual(
      json('data/postgres/acts_about_you.json').map((one) => ({ ...one, at: 0 })),
      [{ at: 0, action: 'userAnalytics', outcome: 'ok', role: 'faculty', reach: 'departments' }],
    );
    assert.deepEqual(
      json('data/postgres/acts_by_you.json').map((one) => ({ ...one, at: 0 })),
      [{ at: 0, action: 'verifySkill', outcome: 'ok', role: 'faculty', reach: 'departments', people: 1 }],
    );
  });

  it('has the originals, from the backup or from Cloudinary, and says which are gone', async () => {
    for (const mediaId of mediaIds.slice(0, 2)) {
      const original = await harness.cloudinary.readFile({
        ...{ fileType: 'image', delivery: 'authenticated' },
        publicId: `showcase/${mediaId}`,
      });
      assert.equal(files[`media/${mediaId}.jpg`], original.toString('latin1'));
    }
    const list = json('media/list.json');
    assert.equal(list.length, 3);
    assert.equal(list.filter(({ file }) => file === null).length, 1);
  });

  it('has the account without hashes of the password', () => {
    const [account] = json('data/account.json');
    assert.equal(account?.['email'], 'ada@campus.example');
    assert.equal(account['hasPassword'], true);
    assert.doesNotMatch(files['data/account.json']!, /aGFzaA/);
  });

  it('begins with a page that links every file, says until when, and holds no script', () => {
    const page = Buffer.from(files['index.html']!, 'latin1').toString();
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => decodeURI(link));
    const others = Object.keys(files).filter((name) => name !== 'index.html');
    assert.deepEqual(links.toSorted(), others.toSorted());
    assert.match(page, /Tuesday,? 17 March 2026 at 12:00 \(UTC\)/);
    assert.doesNotMatch(page, /<script|javascript:| on\w+=/i);
  });
});

function act(uid: string, subjects: string[], action: string): Parameters<typeof recordAct>[1] {
  const actor = { uid, role: 'faculty', reach: 'departments' } as const;
  return { actor, action, subjects, outcome: 'ok' };
}

function accountOf(uid: string): UserRecord {
  const fields = { uid, email: `${uid}@campus.example`, passwordHash: 'aGFzaA', passwordSalt: 'c2FsdA' };
  return { ...fields, toJSON: () => fields } as unknown as UserRecord;
}
