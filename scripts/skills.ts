import type { Command } from 'commander';
import { collections } from '../functions/src/sync/collections/index.ts';
import { addAlias, mergeSkills, type Merged, type SkillReference } from '../functions/src/skills/merge.ts';
import { renormalize } from '../functions/src/skills/renormalise.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { openDatabase } from './lib/target.ts';
import { esco, ESCO_FORMAT } from './skills/esco.ts';
import { onet, ONET_FORMAT } from './skills/onet.ts';
import { suggest } from './skills/suggest.ts';
import { TableFolder } from './skills/tables.ts';
import { importTaxonomy } from './skills/taxonomy.ts';

/** Lines left out of an import that are named; the others are counted. */
const NAMED_LINES = 20;

const program = command(
  'npm run skills',
  'The skills that people, posts and events have: finds duplicates, merges, adds aliases, imports a taxonomy.',
)
  .usage('-- [command] [options]')
  .option('--database-url <url>', 'the Postgres database; otherwise DATABASE_URL');

program
  .command('suggest')
  .description('skills that are likely the same, with the command to merge them')
  .option('--limit <number>', 'at most so many', positive, 50)
  .option('--json', 'print the suggestions as one JSON array in the last line')
  .action((options: { limit: number; json?: true }, self: Command) =>
    run(async (cleanup) => {
      const suggestions = await suggest(openDatabase(cleanup, self), options.limit);
      if (options.json) {
        console.log(JSON.stringify(suggestions));
        return 0;
      }
      for (const { score, reason, from, into, both } of suggestions) {
        const uses = `${String(from.uses)} and ${String(into.uses)} uses, ${String(both)} people have both`;
        console.log(`${score.toFixed(2)}  ${from.name} → ${into.name}  (${reason}; ${uses})`);
        // By id: a name may hold what a shell would run.
        console.log(`      npm run skills -- merge ${String(from.id)} ${String(into.id)}`);
      }
      console.log(
        suggestions.length === 0 ? 'No likely duplicates.' : 'They are only likely: merge those that are.',
      );
      return 0;
    }),
  );

program
  .command('merge <from> <into>')
  .description('makes the first skill one with the second; each by its id or by any of its spellings')
  .action((from: string, into: string, _options: object, self: Command) =>
    run(async (cleanup) => {
      const skills = { from: reference(from), into: reference(into) };
      return print(await mergeSkills(openDatabase(cleanup, self), skills));
    }),
  );

program
  .command('alias <spelling> <skill>')
  .description('makes a name a spelling of a skill, whether anybody uses it or not')
  .action((spelling: string, skill: string, _options: object, self: Command) =>
    run(async (cleanup) => print(await addAlias(openDatabase(cleanup, self), spelling, reference(skill)))),
  );

program
  .command('aliases')
  .description('the spellings that merges and aliases have left')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const aliases = await sql<{ alias: string; skill: string }[]>`
        select skill_aliases.name as alias, skills.name as skill
        from skill_aliases join skills on skills.id = skill_id order by skill, alias`;
      for (const { alias, skill } of aliases) console.log(`${alias} → ${skill}`);
      console.log(
        `${String(aliases.length)} aliases, besides those of functions/src/sync/skills/aliases.ts.`,
      );
      return 0;
    }),
  );

program
  .command('renormalize')
  .description('brings all skills and links to the present rules, after an update that changed them')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const all = Object.values(collections);
      let documents = 0;
      for (const { table } of all.filter(({ childRows }) => childRows !== null)) {
        const [row] = await sql<{ rows: number }[]>`
          select count(*)::integer as rows from ${sql(table)} where live`;
        documents += row?.rows ?? 0;
      }
      const bar = progress('Renormalizing', documents);
      const result = await renormalize(sql, all, bar.update);
      bar.stop();
      console.log(
        `${String(result.renamed)} skills renamed, ${String(result.merged)} merged; the links of ${String(result.documents)} documents are up to date.`,
      );
      if (result.unreadable > 0) {
        console.log(
          `${String(result.unreadable)} documents no longer fit their schema and keep their links: "npm run verify-sync -- --full --repair" says which.`,
        );
      }
      return result.unreadable === 0 ? 0 : 1;
    }),
  );

program
  .command('import')
  .description('imports a taxonomy of skills and occupations in place of the one from the same source')
  .option('--onet <folder>', 'the text files of an O*NET database')
  .option('--esco <folder>', 'the English CSV files of the ESCO classification')
  .action((options: { onet?: string; esco?: string }, self: Command) =>
    run(async (cleanup) => {
      if ((options.onet === undefined) === (options.esco === undefined)) {
        throw new Error('Say which taxonomy: --onet FOLDER or --esco FOLDER.');
      }
      const sql = openDatabase(cleanup, self);
      const report = (file: string, lines: number): void => {
        console.log(`${file}: ${lines.toLocaleString('en')} lines`);
      };
      const folder =
        options.onet === undefined
          ? new TableFolder(options.esco ?? '', ESCO_FORMAT, report)
          : new TableFolder(options.onet, ONET_FORMAT, report);
      const items = options.onet === undefined ? esco(folder) : onet(folder);
      const imported = await importTaxonomy(sql, options.onet === undefined ? 'esco' : 'onet', items);
      for (const line of folder.bad.slice(0, NAMED_LINES)) console.log(`left out: ${line}`);
      console.log(
        `${String(imported.concepts)} concepts, ${String(imported.labels)} labels, ${String(imported.relations)} relations; ${String(folder.bad.length)} lines were left out.`,
      );
      return folder.bad.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

/** A number is an id. */
function reference(text: string): SkillReference {
  return /^\d{1,9}$/.test(text) ? { id: Number(text) } : { name: text };
}

function print({ from, into, moved }: Merged): number {
  const links = Object.entries(moved).map(([table, count]) => `${String(count)} in ${table}`);
  console.log(
    from.id === into.id
      ? `They are one skill already: ${into.name}.`
      : `${from.name} is now ${into.name}; links that moved: ${links.join(', ')}.`,
  );
  return 0;
}
