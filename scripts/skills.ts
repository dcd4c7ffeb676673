import type { Command } from 'commander';
import { allCollections } from '../functions/src/sync/collections/index.ts';
import { addSkillAlias } from '../functions/src/skills/addSkillAlias.ts';
import type { SkillReference } from '../functions/src/skills/findSkill.ts';
import {
  isSameSkill,
  mergeSkillInto,
  sameSkill,
  type SkillMerge,
} from '../functions/src/skills/mergeSkillInto.ts';
import { renormaliseSkills } from '../functions/src/skills/renormaliseSkills.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase } from './lib/target.ts';
import { escoTaxonomy, ESCO_FORMAT } from './skills/escoTaxonomy.ts';
import { onetTaxonomy, ONET_FORMAT } from './skills/onetTaxonomy.ts';
import { suggestMerges } from './skills/suggestMerges.ts';
import { TableFolder } from './skills/tableFolder.ts';
import { importTaxonomy } from './skills/importTaxonomy.ts';

/** Rejected lines of an import to print; the rest are only counted. */
const MAX_PRINTED_LINES = 20;

const program = command(
  'npm run skills',
  'Maintains the skills of users, posts and events: finds duplicates, merges, adds aliases, imports a taxonomy.',
)
  .usage('-- [command] [options]')
  .option('--database-url <url>', 'Postgres database (default: DATABASE_URL)');

program
  .command('suggest')
  .description('lists likely duplicates, each with the command that merges them')
  .option('--limit <number>', 'maximum number of suggestions', positive, 50)
  .option('--json', 'print the suggestions as a JSON array on the last line')
  .action((options: { limit: number; json?: true }, self: Command) =>
    run(async (cleanup) => {
      const suggestions = await suggestMerges(openDatabase(cleanup, self), options.limit);
      if (options.json) {
        console.log(JSON.stringify(suggestions));
        return 0;
      }
      for (const { score, reason, from, into, both } of suggestions) {
        const uses = `${String(from.uses)} and ${String(into.uses)} uses, ${String(both)} users have both`;
        console.log(`${score.toFixed(2)}  ${from.name} → ${into.name}  (${reason}; ${uses})`);
        // Ids, because a name could contain shell syntax.
        console.log(`      npm run skills -- merge ${String(from.id)} ${String(into.id)}`);
      }
      console.log(
        suggestions.length === 0
          ? 'No likely duplicates.'
          : 'These are guesses: merge only the true duplicates. A merge cannot be undone.',
      );
      return 0;
    }),
  );

program
  .command('merge <from> <into>')
  .description('merges the first skill into the second; give each as an id or any spelling')
  .action((from: string, into: string, _options: object, self: Command) =>
    run(async (cleanup) => {
      const skills = { from: toReference(from), into: toReference(into) };
      const sql = openDatabase(cleanup, self);
      await recordCommand(sql, 'skills merge', { from, into });
      return printMerge(await mergeSkillInto(sql, skills));
    }),
  );

program
  .command('alias <spelling> <skill>')
  .description('makes a name an alias of a skill, whether or not it is in use')
  .action((spelling: string, skill: string, _options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      await recordCommand(sql, 'skills alias', { spelling, skill });
      return printMerge(await addSkillAlias(sql, spelling, toReference(skill)));
    }),
  );

program
  .command('aliases')
  .description('lists the aliases that operators and merges have added')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const aliases = await sql<{ alias: string; skill: string }[]>`
        select skill_aliases.name as alias, skills.name as skill
        from skill_aliases join skills on skills.id = skill_id order by skill, alias`;
      for (const { alias, skill } of aliases) console.log(`${alias} → ${skill}`);
      console.log(
        `${String(aliases.length)} aliases, in addition to those in functions/src/skills/builtInAliases/.`,
      );
      return 0;
    }),
  );

program
  .command('renormalise')
  .description('updates all skills and links after a change of the rules or the shipped aliases')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      await recordCommand(sql, 'skills renormalise');
      const synced = allCollections;
      let documents = 0;
      for (const { table } of synced.filter(({ childRows }) => childRows !== null)) {
        const [row] = await sql<{ rows: number }[]>`
          select count(*)::integer as rows from ${sql(table)} where live`;
        documents += row?.rows ?? 0;
      }
      const bar = progress('Renormalising', documents);
      const result = await renormaliseSkills(sql, synced, bar.update);
      bar.stop();
      console.log(
        `${String(result.rekeyed)} skills got another key, ${String(result.merged)} merged, ${String(result.renamed)} renamed; links of ${String(result.documents)} documents updated.`,
      );
      if (result.unreadable > 0) {
        console.log(
          `${String(result.unreadable)} documents no longer fit their schema and kept their links; "npm run verify-sync -- --full --repair" lists them.`,
        );
      }
      return result.unreadable === 0 ? 0 : 1;
    }),
  );

program
  .command('import')
  .description('imports a taxonomy of skills and occupations, replacing the previous import from that source')
  .option('--onet <folder>', 'folder with the text files of an O*NET database')
  .option('--esco <folder>', 'folder with the English CSV files of the ESCO classification')
  .action((options: { onet?: string; esco?: string }, self: Command) =>
    run(async (cleanup) => {
      if ((options.onet === undefined) === (options.esco === undefined)) {
        throw new Error('Name one taxonomy: --onet FOLDER or --esco FOLDER.');
      }
      const sql = openDatabase(cleanup, self);
      await recordCommand(sql, 'skills import', { source: options.onet === undefined ? 'esco' : 'onet' });
      const report = (file: string, lines: number): void => {
        console.log(`${file}: ${lines.toLocaleString('en')} lines`);
      };
      const folder =
        options.onet === undefined
          ? new TableFolder(options.esco ?? '', ESCO_FORMAT, report)
          : new TableFolder(options.onet, ONET_FORMAT, report);
      const items = options.onet === undefined ? escoTaxonomy(folder) : onetTaxonomy(folder);
      const imported = await importTaxonomy(sql, options.onet === undefined ? 'esco' : 'onet', items);
      for (const line of folder.rejected.slice(0, MAX_PRINTED_LINES)) console.log(`skipped: ${line}`);
      console.log(
        `${String(imported.concepts)} concepts, ${String(imported.labels)} labels, ${String(imported.relations)} relations; ${String(folder.rejected.length)} lines skipped.`,
      );
      return folder.rejected.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

/** A number is an id, anything else a spelling. */
function toReference(text: string): SkillReference {
  return /^\d{1,9}$/.test(text) ? { id: Number(text) } : { name: text };
}

function printMerge(merge: SkillMerge): number {
  const { from, into, moved } = merge;
  const links = Object.entries(moved).map(([table, count]) => `${String(count)} in ${table}`);
  console.log(
    isSameSkill(merge)
      ? sameSkill(merge)
      : `Merged ${from.name} into ${into.name}; moved links: ${links.join(', ')}.`,
  );
  return 0;
}
