import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import { indexSearch } from '../../src/people/indexSearch.ts';
import { refreshSkillNeighbours } from '../../src/skills/refreshSkillNeighbours.ts';
import { rankPeople } from '../../src/people/search/rankPeople.ts';
import { refreshSearchIndex } from '../../src/people/search/refreshSearchIndex.ts';
import { indexForSearch, indexQueued } from '../../src/people/search/searchQueue.ts';
import { searchTalent, type SearchedTalent } from '../../src/people/searchTalent.ts';
import { embedder } from '../../src/platform/embedder.ts';
import { runJob } from '../../src/platform/job.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { logged } from '../support/logs.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

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
    verifiedSkills: [{ name: 'Statistics', level: 3, by: 'dan', at: '2026-01-02T00:00:00Z' }],
  },
  'users/dan': { email: 'dan@secret.example', name: 'Dan Reed', role: 'faculty', department: 'Music' },
  'users/dan/positions/p1': { title: 'Conductor', organisation: 'City Opera' },
  'showcase_posts/s1': { userId: 'dan', content: 'Our robot learned to walk 🤖 today', skills: ['Robotics'] },
};

describe('searchTalent', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  async function campus(): Promise<void> {
    await write(CAMPUS);
    await refreshSearchIndex(database.sql, await embedder());
  }

  /** Searches as the app does. */
  function search(
    query: string,
    options: object = {},
    uid: string | null = 'requester',
  ): Promise<SearchedTalent> {
    return callAsPerson(
      searchTalent.definition,
      { uid, data: { query, ...options } },
      withoutRedis(database.sql, new Date('2026-03-16T12:00:00Z')),
    );
  }

  const found = async (query: string, options: object = {}): Promise<string[]> =>
    (await search(query, options)).people.map(({ person }) => person.id);

  async function refusal(answer: Promise<unknown>): Promise<HttpsError> {
    const refused = await answer.then(
      () => null,
      (thrown: unknown) => thrown as HttpsError,
    );
    assert.ok(refused !== null, 'the call succeeded');
    return refused;
  }

  it('indexes again only whose searchable text changed', async () => {
    await campus();
    const { sql } = database;
    const queued = async (): Promise<string[]> => {
      const rows = await sql<{ user_id: string }[]>`delete from search_queue returning user_id`;
      return [...new Set(rows.map(({ user_id }) => user_id))].sort();
    };
    const [ada, dan, position, post] = [
      'users/ada',
      'users/dan',
      'users/dan/positions/p1',
      'showcase_posts/s1',
    ].map((path) => CAMPUS[path]);
    await write({ 'users/ada': { ...ada, lastSeen: 5, views: 7, email: 'new@campus.example' } });
    await write({ 'users/dan/positions/p1': { ...position, salary: 3 } });
    await write({ 'showcase_posts/s1': { ...post, likes: ['ada', 'bob'] } });
    assert.deepEqual(await queued(), []);
    await write({ 'users/ada': { ...ada, skills: ['Cooking'] }, 'users/dan': { ...dan, name: 'Dan Read' } });
    assert.deepEqual(await queued(), ['ada', 'dan']);
    await write({ 'users/dan/positions/p1': { ...position, title: 'Singer' } });
    assert.deepEqual(await queued(), ['dan']);
    await write({ 'showcase_posts/s1': { ...post, userId: 'bob' } });
    assert.deepEqual(await queued(), ['bob', 'dan']);
    await write({ 'showcase_posts/s1': null, 'users/dan/positions/p1': null });
    assert.deepEqual(await queued(), ['bob', 'dan']);
  });

  it('says which department was meant when nobody is in the one asked for', async () => {
    await campus();
    const { missing, people } = await search('robotics', { department: 'Computing Science' });
    assert.deepEqual(people, []);
    assert.equal(missing, 'Nobody is in a department “computing science”. Did you mean “Computer Science”?');
    assert.equal((await search('robotics', { department: 'Biology' })).missing, null);
    assert.equal(
      (await search('robotics', { department: 'Zzz' })).missing,
      'Nobody is in a department “zzz”.',
    );
  });

  describe('finds people by', () => {
    beforeEach(campus);

    const cases: [query: string, first: string, basis: string][] = [
      ['someone who can build a mobile app and talk to investors', 'ada', 'a sentence'],
      ['typescript', 'ada', 'a skill'],
      ['typscript', 'ada', 'a misspelt skill'],
      ['Statistcs', 'cleo', 'another misspelt skill'],
      ['Kubernetes', 'cleo', 'another spelling of a skill'],
      ['conductors', 'dan', 'the plural of a position'],
      ['robotics', 'dan', 'a post'],
      ['city opera', 'dan', 'an organisation'],
      ['byron', 'ada', 'a name'],
      ['Biology', 'cleo', 'a department'],
      ['musician who plays a string instrument', 'bob', 'meaning'],
      ['fish and whales', 'cleo', 'meaning, without a common word'],
    ];
    for (const [query, first, basis] of cases) {
      it(`${basis}: "${query}"`, async () => {
        assert.equal((await found(query))[0], first);
      });
    }

    it('words, and highlights them', async () => {
      const { people } = await search('mobile investors');
      const [ada] = people;
      assert.equal(ada?.person.id, 'ada');
      const bio = ada.highlights.find(({ field }) => field === 'bio');
      assert.deepEqual(
        bio?.matches.map(({ from, to }) => bio.text.slice(from, to)),
        ['mobile', 'investors'],
      );
      assert.ok(ada.score > 0 && ada.score <= 1);
    });

    it('filters', async () => {
      assert.deepEqual(await found('music', { role: 'faculty' }), ['dan']);
      assert.deepEqual(await found('music', { department: 'Biology', role: 'alumni' }), []);
      assert.ok((await found('music', { department: 'Music' })).every((id) => ['bob', 'dan'].includes(id)));
      assert.deepEqual(await found('animals', { skills: ['kubernetes', 'statistics'] }), ['cleo']);
      assert.deepEqual(await found('animals', { skills: ['Violin', 'Statistics'] }), []);
      assert.deepEqual(await found('animals', { skills: ['nobody has it'] }), []);
    });

    it('filters by skills that were verified, all of them', async () => {
      assert.deepEqual(await found('animals', { skills: ['statistics'], verified: true }), ['cleo']);
      assert.deepEqual(await found('animals', { skills: ['statistics', 'k8s'], verified: true }), []);
      assert.equal((await refusal(search('animals', { verified: true }))).code, 'invalid-argument');
    });

    it('never shows an e-mail address', async () => {
      for (const query of ['secret.example', 'ada@secret.example', 'mobile apps']) {
        const answer = JSON.stringify(await search(query));
        assert.ok(!answer.includes('@') && !answer.includes('secret'), answer);
      }
    });
  });

  describe('keeps up with', () => {
    beforeEach(campus);

    it('new and changed profiles, and posts that arrive before their author', async () => {
      await write({
        'users/eve': { email: 'e@x.example', name: 'Eve', bio: 'Glassblowing' },
        'users/bob': { ...CAMPUS['users/bob']!, bio: 'Beekeeping' },
        'showcase_posts/s2': { userId: 'late', content: 'Falconry' },
      });
      assert.equal((await found('glassblowing'))[0], 'eve');
      assert.equal((await found('beekeeping'))[0], 'bob');
      assert.ok(
        !(await search('falconry')).people.some(({ person }) => person.id === 'late'),
        'not until the author has arrived',
      );
      await write({ 'users/late': { email: 'l@x.example', name: 'Late' } });
      assert.equal((await found('falconry'))[0], 'late');
    });

    it('deletions of people, posts and positions, and posts that change author', async () => {
      await database.sql`delete from search_queue`;
      await write({ 'users/ada': null });
      // Before the index has caught up:
      assert.ok(!(await found('mobile apps investors')).includes('ada'));
      await write({ 'showcase_posts/s1': null, 'users/dan/positions/p1': null });
      const [dan] = (await search('robotics conductor')).people.filter(({ person }) => person.id === 'dan');
      assert.deepEqual(dan?.highlights ?? [], []);
      await write({ 'showcase_posts/s3': { userId: 'bob', content: 'Origami' } });
      assert.equal((await found('origami'))[0], 'bob');
      await write({ 'showcase_posts/s3': { userId: 'cleo', content: 'Origami' } });
      assert.equal((await found('origami'))[0], 'cleo');
    });

    it('merged skills', async () => {
      await mergeSkillInto(database.sql, { from: { name: 'Violin' }, into: { name: 'Robotics' } });
      const people = (await search('robotics')).people.filter(({ highlights }) => highlights.length > 0);
      assert.deepEqual(people.map(({ person }) => person.id).sort(), ['bob', 'dan']);
    });

    it('word counts, exactly as a rebuilt index would have them', async () => {
      await write({ 'users/bob': { ...CAMPUS['users/bob']!, bio: 'Marine violin' }, 'users/cleo': null });
      await write({ 'users/cleo': { ...CAMPUS['users/cleo']!, bio: 'Back' } });
      await Promise.all([indexQueued(database.sql), indexQueued(database.sql), indexQueued(database.sql)]);
      const counts = () => database.sql<{ word: string; people: number }[]>`
        select word, people::integer as people from search_words where people > 0 order by word collate "C"`;
      const state = () => database.sql`select people from search_state`;
      const before = [await counts(), await state()];
      await database.sql`truncate search_words, search_documents, search_state restart identity cascade`;
      await database.sql`insert into search_queue (user_id) select id from users`;
      await indexQueued(database.sql);
      assert.deepEqual([await counts(), await state()], before);
    });

    it('new texts, embedding only those', async () => {
      const local = await embedder();
      let texts = 0;
      const counting = {
        ...local,
        embed: (batch: string[]) => ((texts += batch.length), local.embed(batch)),
      };
      // The name is searched, but not embedded.
      await write({ 'users/bob': { ...CAMPUS['users/bob']!, name: 'Robert Stone' } });
      assert.deepEqual(await refreshSearchIndex(database.sql, counting), { people: 1, embeddings: 0 });
      assert.equal(texts, 0);
      assert.deepEqual(await refreshSearchIndex(database.sql, { ...counting, model: 'another' }), {
        people: 0,
        embeddings: 4,
      });
      assert.equal(texts, 4);
    });
  });

  describe('before anything has been indexed', () => {
    /** More people than a call indexes, with one whom a query can find by each field. */
    async function backfill(): Promise<void> {
      const crowd = Array.from({ length: 600 }, (_, index): [string, JsonObject] => [
        `users/crowd${String(index)}`,
        { email: 'p@secret.example', name: `Person ${String(index)}`, department: 'Law' },
      ]);
      await write({ ...Object.fromEntries(crowd), ...CAMPUS });
    }

    it('finds everybody on a small campus', async () => {
      await write(CAMPUS);
      const { people, asOf, missing } = await search('robot');
      assert.deepEqual(
        people.map(({ person }) => person.id),
        ['dan'],
      );
      assert.equal(missing, null);
      assert.match(asOf, /^\d{4}-\d\d-\d\dT.*Z$/);
    });

    it('finds people by profile and position on a large one, and says that more will follow', async () => {
      await backfill();
      for (const [query, id] of [
        ['stone', 'bob'],
        ['biology', 'cleo'],
        ['investors', 'ada'],
        ['violin', 'bob'],
        ['conductor', 'dan'],
      ] as const) {
        const { people, missing } = await search(query);
        assert.equal(people[0]?.person.id, id, query);
        assert.match(missing ?? '', /still being indexed/);
      }
      await search('(.*) [^x] \\m+');
      await refreshSearchIndex(database.sql, await embedder());
      assert.equal((await search('violin')).missing, null);
      const [state] = await database.sql`select people::integer as people from search_state`;
      assert.deepEqual({ ...state }, { people: 604 });
    });
  });

  describe('when embedding fails', () => {
    const broken = () => Promise.reject(new Error('the weights are missing'));

    it('finds people by words, and logs a warning', async () => {
      await campus();
      const filter = { departmentKey: null, role: null, skills: [], areVerified: false, candidates: null };
      const state = await indexForSearch(database.sql, 'typscript conductors');
      const { ranked } = await rankPeople(database.sql, 'typscript conductors', filter, 10, state, broken);
      assert.deepEqual(ranked.map(({ id }) => id).sort(), ['ada', 'dan']);
      const warnings = logged('warn');
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]?.message ?? '', /by words alone/);
    });

    it('indexes words, records the failure, and embeds in the next run', async () => {
      await write(CAMPUS);
      const { sql } = database;
      const context = { sql, now: new Date(), firestore: () => Promise.reject(new Error('not needed')) };
      const { definition } = indexSearch;
      const failing = { model: 'local', embed: broken };
      const run = async (): Promise<number | null> =>
        (await refreshSearchIndex(sql, failing))?.people ?? null;
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

  it('shows everyone exactly once across pages', async () => {
    const people = Array.from({ length: 45 }, (_, index) => [
      `users/p${String(index)}`,
      {
        email: `${String(index)}@x.example`,
        name: `P${String(index)}`,
        bio: `Chess ${'club '.repeat(index % 5)}`,
      },
    ]);
    await write(Object.fromEntries(people) as Record<string, JsonObject>);
    await refreshSearchIndex(database.sql, await embedder());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      // Null on the first page, as on the last page of an answer.
      const page: SearchedTalent = await search('chess club', { limit: 7, cursor });
      seen.push(...page.people.map(({ person }) => person.id));
      cursor = page.cursor;
    } while (cursor !== null);
    assert.equal(seen.length, 45);
    assert.equal(new Set(seen).size, 45);
    assert.equal((await refusal(search('chess', { cursor: 'nonsense' }))).code, 'invalid-argument');
  });

  it('finds people with related skills', async () => {
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
    await refreshSearchIndex(database.sql, await embedder());
    const { people: ranked } = await search('qgis', { limit: 8 });
    const position = ranked.findIndex(({ person }) => person.id === 'p6');
    assert.equal(position, 6, 'after the people who have the skill itself');
    assert.deepEqual(ranked[position]?.related, { asked: 'qgis', found: 'Zonation' });
  });

  it('finds people by the other names of an occupation', async () => {
    await campus();
    await database.sql`
      with concept as (
        insert into taxonomy_concepts (source, kind, code, name) values ('test', 'occupation', '1', 'Maestro') returning id
      )
      insert into taxonomy_labels (concept_id, key, label)
      select id, key, label from concept, (values ('maestro', 'Maestro'), ('conductor', 'Conductor')) as label (key, label)`;
    const [dan] = (await search('maestro')).people;
    assert.equal(dan?.person.id, 'dan');
    assert.deepEqual(dan.related, { asked: 'maestro', found: 'Conductor' });
  });

  it('works on an empty campus and a campus of one', async () => {
    assert.deepEqual((await search('anything')).people, []);
    await write({ 'users/only': { email: 'o@x.example', name: 'Only', bio: 'Pottery' } });
    assert.deepEqual(await found('pottery'), ['only']);
    await refreshSearchIndex(database.sql, await embedder());
    assert.deepEqual(await found('potery'), ['only']);
  });

  it('accepts any text', async () => {
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
    for (const text of texts) assert.ok(Array.isArray((await search(text)).people), text);
    for (const text of ['', '  ', 'x'.repeat(501), '\0']) {
      assert.equal((await refusal(search(text))).code, 'invalid-argument');
    }
    assert.equal((await refusal(search('x', {}, null))).code, 'unauthenticated');
  });
});
