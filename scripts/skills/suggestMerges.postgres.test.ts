import assert from 'node:assert/strict';
import { change } from '../../functions/test/support/changes.ts';
import { transaction } from '../../functions/src/platform/postgres.ts';
import { timeouts } from '../../functions/src/platform/timeouts.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { mergeSkillInto } from '../../functions/src/skills/mergeSkillInto.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { suggestMerges } from './suggestMerges.ts';

const WEB = ['HTML', 'CSS', 'React', 'TypeScript'];
const KITCHEN = ['Baking', 'Sauces', 'Knife work', 'Pastry'];

describe('suggestMerges', () => {
  let database: TestDatabase;

  before(async () => {
    database = await migratedDatabase();
    const people: string[][] = [
      ...Array.from({ length: 12 }, () => [...WEB, 'JavaScript']),
      ...Array.from({ length: 4 }, () => [...WEB, 'Javscript']),
      // Similar spelling, but the same people have both: two skills.
      ...Array.from({ length: 6 }, () => [...KITCHEN, 'Flower bouquet', 'Flowar bouquet']),
      // Similar spelling, but different people: probably two skills.
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
      // Both are shipped skills.
      [...WEB, 'Scala'],
      [...WEB, 'Stata'],
    ];
    const user = { email: 'x@campus.example', name: 'X' };
    await new Writer(database.sql, allCollections).apply(
      people.map((skills, index) => change(`users/u${String(index)}`, 1, { ...user, skills })),
    );
  });
  after(() => database.drop());

  it('ranks pairs with similar names and similar users first', async () => {
    const suggestions = await suggestMerges(database.sql, 100);
    const found = suggestions.map(({ from, into, reason }) => `${from.name} → ${into.name} (${reason})`);
    const planted = [
      'Javscript → JavaScript (spelling)',
      'Testing Accessibility → Accessibility Testing (words)',
      'ZDD → Zero Downtime Deployment (initials)',
    ];
    assert.deepEqual(found.filter((pair) => planted.includes(pair)).sort(), [...planted].sort());
    const rank = (text: string) => found.findIndex((pair) => pair.includes(text));
    assert.ok(rank('Javscript') < rank('Cashing'), found.join('\n'));
    assert.equal(rank('Bouquet'), -1, 'users who list both mean two skills');
    const [best] = suggestions;
    assert.ok(best !== undefined && best.score > 0.8 && best.score <= 1);
    assert.equal(suggestions.find(({ from }) => from.name === 'Javscript')?.from.uses, 4);
  });

  it('never pairs skills with different numbers, or two shipped skills', async () => {
    const suggestions = await suggestMerges(database.sql, 100);
    for (const { from, into } of suggestions) {
      assert.doesNotMatch(`${from.name} ${into.name}`, /Calculus|Physics|Mouldings|Scala|Stata/);
    }
  });

  it('pairs labels that an imported taxonomy gives to one concept', async () => {
    await database.sql`
      with concept as (
        insert into taxonomy_concepts (source, kind, code, name) values ('test', 'skill', '1', 'Testing') returning id
      )
      insert into taxonomy_labels (concept_id, key, label)
      select id, key, key from concept, (values ('accessibilitytesting'), ('browsercaching')) as label (key)`;
    const found = await suggestMerges(database.sql, 100);
    const taxonomic = found
      .filter(({ reason }) => reason === 'taxonomy')
      .map(({ from, into }) => [from.name, into.name]);
    assert.deepEqual(
      taxonomic.map((names) => names.sort()),
      [['Accessibility Testing', 'Browser Caching']],
    );
  });

  it('does not suggest a merged pair again', async () => {
    const [best] = await suggestMerges(database.sql, 1);
    await mergeSkillInto(database.sql, { from: { id: best!.from.id }, into: { id: best!.into.id } });
    const rest = await suggestMerges(database.sql, 100);
    assert.ok(rest.every(({ from, into }) => from.id !== best?.from.id && into.id !== best?.from.id));
  });

  it('handles 50,000 skills in seconds, without comparing all pairs', async () => {
    await transaction(database.sql, async (tx) => {
      await tx`select ${timeouts(tx, { statement: '0', lock: '0' })}`;
      await tx`
        with skill as (
          insert into skills (key, name)
          select 'x' || md5(number::text), md5(number::text) from generate_series(1, 50000) as number returning id
        ), used as (
          insert into user_skills (user_id, skill_id, spelling) select 'u' || id % 50, id, 'x' from skill
        )
        select`;
    });
    const started = performance.now();
    await suggestMerges(database.sql, 10);
    assert.ok(performance.now() - started < 60_000);
  });
});
