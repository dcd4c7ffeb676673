import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import { indexSearch } from '../../src/people/indexSearch.ts';
import { indexEverybody, indexFew, indexWaiting } from '../../src/people/search/indexer.ts';
import { refreshSkillNeighbours } from '../../src/skills/refreshSkillNeighbours.ts';
import { rank } from '../../src/people/search/rank.ts';
import { searchTalent, type SearchedTalent } from '../../src/people/searchTalent.ts';
import { call } from '../../src/platform/callable.ts';
import { embedder } from '../../src/platform/embedder.ts';
import { runJob } from '../../src/platform/job.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { logged } from '../support/logs.ts';
import { billsNoRead, withoutRedis } from '../support/dependencies.ts';

const CAMPUS: Record<string, JsonObject> = {
  'users/ada': {
    email: 'ada@secret.example',
    name: 'Ada Byron',
    role: 'student',
    department: 'Computer Science',
    bio: 'I build mobile apps and pitch them to investors.',
    skills: ['React Native', 'TypeScript'],
  },
  'users/bob': {
    email: 'bob@secret.example',
    name: 'Bob Stone',
    role: 'alumni',
    department: 'Music',
    bio: 'Violin player in two orchestras.',
    skills: ['Violin'],
  },
  'users/cleo': {
    email: 'cleo@secret.example',
    name: 'Cleo Marsh',
    role: 'student',
    department: 'Biology',
    bio: 'Marine animals.',
    skills: ['Statistics', 'k8s'],
  },
  'users/dan': { email: 'dan@secret.example', name: 'Dan Reed', role: 'faculty', department: 'Music' },
  'users/dan/positions/p1': { title: 'Conductor', organisation: 'City Opera' },
  'showcase_posts/s1': { userId: 'dan', content: 'Our robot learned to walk 🤖 today', skills: ['Robotics'] },
};

describe('searchTalent', () => {
  let database: TestDatabase;
  let version: number;
  beforeEach(async () => {
    database = await migratedDatabase();
    version = 1;
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject | null>): Promise<void> {
    version += 2;
    await new Writer(database.sql, allCollections).apply(
      Object.entries(documents).map(([path, data]) => change(path, version, data)),
    );
  }

  async function campus(): Promise<void> {
    await write(CAMPUS);
    await indexEverybody(database.sql, await embedder());
  }

  /** As the app calls it. */
  function ask(
    query: string,
    options: object = {},
    uid: string | null = 'requester',
  ): Promise<SearchedTalent> {
    return call(
      searchTalent.definition,
      { uid, data: { query, ...options } },
      { ...withoutRedis(database.sql, new Date('2026-03-16T12:00:00Z')), ...billsNoRead },
    );
  }

  const found = async (query: string, options: object = {}): Promise<string[]> =>
    (await ask(query, options)).people.map(({ id }) => id);

  async function refusal(answer: Promise<unknown>): Promise<HttpsError> {
    const refused = await answer.then(
      () => null,
      (thrown: unknown) => thrown as HttpsError,
    );
    assert.ok(refused !== null, 'it was answered');
    return refused;
  }

  describe('finds', () => {
    beforeEach(campus);

    const cases: [query: string, first: string, because: string][] = [
      ['someone who can build a mobile app and talk to investors', 'ada', 'a sentence'],
      ['typescript', 'ada', 'a skill'],
      ['typscript', 'ada', 'a misspelt skill'],
      ['Statistcs', 'cleo', 'another one'],
      ['Kubernetes', 'cleo', 'another spelling of a skill'],
      ['conductors', 'dan', 'a position, in the plural'],
      ['robotics', 'dan', 'a post'],
      ['city opera', 'dan', 'where somebody worked'],
      ['byron', 'ada', 'a name'],
      ['Biology', 'cleo', 'a department'],
      ['musician who plays a string instrument', 'bob', 'what it means'],
      ['fish and whales', 'cleo', 'what it means, without a word in common'],
    ];
    for (const [query, first, because] of cases) {
      it(`${because}: "${query}"`, async () => {
        assert.equal((await found(query))[0], first);
      });
    }

    it('and says why, with the places of the words', async () => {
      const { people } = await ask('mobile investors');
      const [ada] = people;
      assert.equal(ada?.id, 'ada');
      const bio = ada.highlights.find(({ field }) => field === 'bio');
      assert.deepEqual(
        bio?.matches.map(([from, to]) => bio.text.slice(from, to)),
        ['mobile', 'investors'],
      );
      assert.ok(ada.score > 0 && ada.score <= 1);
    });

    it('only whom the filters let through', async () => {
      assert.deepEqual(await found('music', { role: 'faculty' }), ['dan']);
      assert.deepEqual(await found('music', { department: 'Biology', role: 'alumni' }), []);
      assert.ok((await found('music', { department: 'Music' })).every((id) => ['bob', 'dan'].includes(id)));
      assert.deepEqual(await found('animals', { skills: ['kubernetes', 'statistics'] }), ['cleo']);
      assert.deepEqual(await found('animals', { skills: ['Violin', 'Statistics'] }), []);
      assert.deepEqual(await found('animals', { skills: ['nobody has it'] }), []);
    });

    it('never shows an e-mail address', async () => {
      for (const query of ['secret.example', 'ada@secret.example', 'mobile apps']) {
        const answer = JSON.stringify(await ask(query));
        assert.ok(!answer.includes('@') && !answer.includes('secret'), answer);
      }
    });
  });

  describe('keeps up', () => {
    beforeEach(campus);

    it('with what is new, changed, and late', async () => {
      await write({
        'users/eve': { email: 'e@x.example', name: 'Eve', bio: 'Glassblowing' },
        'users/bob': { ...CAMPUS['users/bob']!, bio: 'Beekeeping' },
        'showcase_posts/s2': { userId: 'late', content: 'Falconry' },
      });
      assert.equal((await found('glassblowing'))[0], 'eve');
      assert.equal((await found('beekeeping'))[0], 'bob');
      assert.ok(!(await ask('falconry')).people.some(({ id }) => id === 'late'), 'who has not arrived');
      await write({ 'users/late': { email: 'l@x.example', name: 'Late' } });
      assert.equal((await found('falconry'))[0], 'late');
    });

    it('with what is gone: people at once, posts and positions, and posts that get another author', async () => {
      await database.sql`delete from search_queue`;
      await write({ 'users/ada': null });
      // The index has not caught up, and yet:
      assert.ok(!(await found('mobile apps investors')).includes('ada'));
      await write({ 'showcase_posts/s1': null, 'users/dan/positions/p1': null });
      const [dan] = (await ask('robotics conductor')).people.filter(({ id }) => id === 'dan');
      assert.deepEqual(dan?.highlights ?? [], []);
      await write({ 'showcase_posts/s3': { userId: 'bob', content: 'Origami' } });
      assert.equal((await found('origami'))[0], 'bob');
      await write({ 'showcase_posts/s3': { userId: 'cleo', content: 'Origami' } });
      assert.equal((await found('origami'))[0], 'cleo');
    });

    it('with merged skills', async () => {
      await mergeSkillInto(database.sql, { from: { name: 'Violin' }, into: { name: 'Robotics' } });
      const people = (await ask('robotics')).people.filter(({ highlights }) => highlights.length > 0);
      assert.deepEqual(people.map(({ id }) => id).sort(), ['bob', 'dan']);
    });

    it('exactly: words are counted as a new index would count them', async () => {
      await write({ 'users/bob': { ...CAMPUS['users/bob']!, bio: 'Marine violin' }, 'users/cleo': null });
      await write({ 'users/cleo': { ...CAMPUS['users/cleo']!, bio: 'Back' } });
      await Promise.all([indexWaiting(database.sql), indexWaiting(database.sql), indexWaiting(database.sql)]);
      const counts = () => database.sql<{ word: string; people: number }[]>`
        select word, people::integer as people from search_words where people > 0 order by word collate "C"`;
      const state = () => database.sql`select people from search_state`;
      const before = [await counts(), await state()];
      await database.sql`truncate search_words, search_documents, search_state restart identity cascade`;
      await database.sql`insert into search_queue (user_id) select id from users`;
      await indexWaiting(database.sql);
      assert.deepEqual([await counts(), await state()], before);
    });

    it('and embeds only texts that are new', async () => {
      const local = await embedder();
      let texts = 0;
      const counting = { ...local, embed: (some: string[]) => ((texts += some.length), local.embed(some)) };
      await write({ 'users/bob': { ...CAMPUS['users/bob']!, studentId: '7' } });
      assert.deepEqual(await indexEverybody(database.sql, counting), { people: 1, meanings: 0 });
      assert.equal(texts, 0);
      assert.deepEqual(await indexEverybody(database.sql, { ...counting, model: 'another' }), {
        people: 0,
        meanings: 4,
      });
      assert.equal(texts, 4);
    });
  });

  describe('without a model that works', () => {
    const broken = () => Promise.reject(new Error('the weights are missing'));

    it('finds by words, and warns', async () => {
      await campus();
      const filter = { department: null, role: null, skills: [], candidates: null };
      const state = await indexFew(database.sql);
      const { ranked } = await rank(database.sql, 'typscript conductors', filter, 10, state, broken);
      assert.deepEqual(ranked.map(({ id }) => id).sort(), ['ada', 'dan']);
      const warnings = logged('warn');
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]?.message ?? '', /words alone/);
    });

    it('indexes words, records the failure, and computes the meanings in the next run', async () => {
      await write(CAMPUS);
      const { sql } = database;
      const context = { sql, now: new Date(), firestore: () => Promise.reject(new Error('not needed')) };
      const { definition } = indexSearch;
      const failing = { model: 'local', embed: broken };
      const run = async (): Promise<number | null> => (await indexEverybody(sql, failing))?.people ?? null;
      await assert.rejects(runJob({ ...definition, run }, context), /weights are missing/);
      assert.equal((await found('conductors'))[0], 'dan');
      assert.ok(!(await found('fish and whales')).includes('cleo'));
      assert.deepEqual(await runJob(definition, context), { outcome: 'succeeded', rows: 4 });
      assert.equal((await found('fish and whales'))[0], 'cleo');
      const runs = await sql<{ outcome: string }[]>`
        select outcome from job_runs where job = 'indexSearch' order by id`;
      assert.deepEqual(
        runs.map(({ outcome }) => outcome),
        ['failed', 'succeeded'],
      );
    });
  });

  it('pages through everybody once, also while others come', async () => {
    const people = Array.from({ length: 45 }, (_, index) => [
      `users/p${String(index)}`,
      {
        email: `${String(index)}@x.example`,
        name: `P${String(index)}`,
        bio: `Chess ${'club '.repeat(index % 5)}`,
      },
    ]);
    await write(Object.fromEntries(people) as Record<string, JsonObject>);
    await indexEverybody(database.sql, await embedder());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: SearchedTalent = await ask('chess club', { limit: 7, ...(cursor !== null && { cursor }) });
      seen.push(...page.people.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== null);
    assert.equal(seen.length, 45);
    assert.equal(new Set(seen).size, 45);
    assert.equal((await refusal(ask('chess', { cursor: 'nonsense' }))).code, 'invalid-argument');
  });

  it('goes from a skill to the skills that go with it', async () => {
    const people = Array.from({ length: 30 }, (_, index) => [
      `users/p${String(index)}`,
      {
        email: `${String(index)}@x.example`,
        name: `P${String(index)}`,
        skills: index < 6 ? ['Qgis', 'Zonation'] : index === 6 ? ['Zonation'] : [`Other ${String(index)}`],
      },
    ]);
    await write(Object.fromEntries(people) as Record<string, JsonObject>);
    await refreshSkillNeighbours(database.sql);
    await indexEverybody(database.sql, await embedder());
    const { people: ranked } = await ask('qgis', { limit: 8 });
    const place = ranked.findIndex(({ id }) => id === 'p6');
    assert.equal(place, 6, 'behind those who have it');
    assert.deepEqual(ranked[place]?.related, { asked: 'qgis', found: 'Zonation' });
  });

  it('goes from a name of an occupation to its other names', async () => {
    await campus();
    await database.sql`
      with concept as (
        insert into taxonomy_concepts (source, kind, code, name) values ('test', 'occupation', '1', 'Maestro') returning id
      )
      insert into taxonomy_labels (concept_id, key, label)
      select id, key, label from concept, (values ('maestro', 'Maestro'), ('conductor', 'Conductor')) as label (key, label)`;
    const [dan] = (await ask('maestro')).people;
    assert.equal(dan?.id, 'dan');
    assert.deepEqual(dan.related, { asked: 'maestro', found: 'Conductor' });
  });

  it('answers sensibly on an empty campus, and on a campus of one', async () => {
    assert.deepEqual(await ask('anything'), { people: [], cursor: null });
    await write({ 'users/only': { email: 'o@x.example', name: 'Only', bio: 'Pottery' } });
    assert.deepEqual(await found('pottery'), ['only']);
    await indexEverybody(database.sql, await embedder());
    assert.deepEqual(await found('potery'), ['only']);
  });

  it('takes any text', async () => {
    await campus();
    const texts = [
      '%',
      '_',
      "'; drop table users; --",
      'a & b | !c:*',
      '<b>x</b>',
      '\\',
      '{"a"}',
      '🤖'.repeat(250),
      'the',
      'a'.repeat(500),
      '\u202e\ud800',
      'a b '.repeat(125).trim(),
    ];
    for (const text of texts) assert.ok(Array.isArray((await ask(text)).people), text);
    for (const text of ['', '  ', 'x'.repeat(501), '\0']) {
      assert.equal((await refusal(ask(text))).code, 'invalid-argument');
    }
    assert.equal((await refusal(ask('x', {}, null))).code, 'unauthenticated');
  });
});
