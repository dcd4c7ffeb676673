import assert from 'node:assert/strict';
import { change } from '../../functions/test/support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { ALL } from '../../functions/test/support/state.ts';
import { mergeSkills } from '../../functions/src/skills/merge.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { suggest } from './suggest.ts';

const WEB = ['HTML', 'CSS', 'React', 'TypeScript'];
const KITCHEN = ['Baking', 'Sauces', 'Knife work', 'Pastry'];

describe('suggesting duplicate skills', () => {
  let database: TestDatabase;

  before(async () => {
    database = await migratedDatabase();
    const people: string[][] = [
      ...Array.from({ length: 12 }, () => [...WEB, 'JavaScript']),
      ...Array.from({ length: 4 }, () => [...WEB, 'Javscript']),
      // Written alike, and had together: two things.
      ...Array.from({ length: 6 }, () => [...KITCHEN, 'Flower bouquet', 'Flowar bouquet']),
      // Written alike, and had by different people.
      ...Array.from({ length: 5 }, () => [...WEB, 'Moulding']),
      ...Array.from({ length: 5 }, () => [...KITCHEN, 'Mouldings 2']),
      ...Array.from({ length: 5 }, () => [...WEB, 'Browser caching']),
      ...Array.from({ length: 5 }, () => [...KITCHEN, 'Browser cashing']),
      ...Array.from({ length: 5 }, () => [...WEB, 'Accessibility testing']),
      ...Array.from({ length: 2 }, () => [...WEB, 'Testing accessibility']),
      ...Array.from({ length: 4 }, () => [...WEB, 'Zero downtime deployment']),
      ...Array.from({ length: 2 }, () => [...WEB, 'ZDD']),
      ['Calculus 2', 'Physics 101'],
      ['Calculus 3', 'Physics 102'],
      // Both ship with the suite.
      [...WEB, 'Scala'],
      [...WEB, 'Stata'],
    ];
    const user = { email: 'x@campus.example', name: 'X' };
    await new Writer(database.sql, ALL).apply(
      people.map((skills, index) => change(`users/u${String(index)}`, 1, { ...user, skills })),
    );
  });
  after(() => database.drop());

  it('finds those that are written alike and had by alike people, the likeliest first', async () => {
    const suggestions = await suggest(database.sql, 100);
    const found = suggestions.map(({ from, into, reason }) => `${from.name} → ${into.name} (${reason})`);
    const planted = [
      'Javscript → JavaScript (spelling)',
      'Testing accessibility → Accessibility testing (words)',
      'ZDD → Zero downtime deployment (initials)',
    ];
    assert.deepEqual(found.filter((each) => planted.includes(each)).sort(), [...planted].sort());
    const rank = (text: string) => found.findIndex((each) => each.includes(text));
    assert.ok(rank('Javscript') < rank('cashing'), found.join('\n'));
    assert.equal(rank('bouquet'), -1, 'people who have both name two things');
    const [best] = suggestions;
    assert.ok(best !== undefined && best.score > 0.8 && best.score <= 1);
    assert.equal(suggestions.find(({ from }) => from.name === 'Javscript')?.from.uses, 4);
  });

  it('takes no two numbers for one, nor two skills that ship with the suite', async () => {
    const suggestions = await suggest(database.sql, 100);
    for (const { from, into } of suggestions) {
      assert.doesNotMatch(`${from.name} ${into.name}`, /Calculus|Physics|Mouldings|Scala|Stata/);
    }
  });

  it('uses what an imported taxonomy calls one concept', async () => {
    await database.sql`
      with concept as (
        insert into taxonomy_concepts (source, kind, code, name) values ('test', 'skill', '1', 'Testing') returning id
      )
      insert into taxonomy_labels (concept_id, key, label)
      select id, key, key from concept, (values ('accessibilitytesting'), ('browsercaching')) as label (key)`;
    const found = await suggest(database.sql, 100);
    const taxonomic = found
      .filter(({ reason }) => reason === 'taxonomy')
      .map(({ from, into }) => [from.name, into.name]);
    assert.deepEqual(
      taxonomic.map((names) => names.sort()),
      [['Accessibility testing', 'Browser caching']],
    );
  });

  it('no longer names what was merged', async () => {
    const [best] = await suggest(database.sql, 1);
    await mergeSkills(database.sql, { from: { id: best!.from.id }, into: { id: best!.into.id } });
    const rest = await suggest(database.sql, 100);
    assert.ok(rest.every(({ from, into }) => from.id !== best?.from.id && into.id !== best?.from.id));
  });

  it('compares no skill with all others: 50,000 take seconds', async () => {
    await database.sql`
      with skill as (
        insert into skills (key, name)
        select 'x' || md5(number::text), md5(number::text) from generate_series(1, 50000) as number returning id
      ), used as (
        insert into user_skills (user_id, skill_id) select 'u' || id % 50, id from skill
      )
      select`;
    const started = performance.now();
    await suggest(database.sql, 10);
    assert.ok(performance.now() - started < 60_000);
  });
});
