import { readActs } from '../functions/src/platform/audit/readActs.ts';
import { campusDayStart } from '../functions/src/platform/campusTime.ts';
import { readNames } from './audit/readNames.ts';
import { toRow } from './audit/toRow.ts';
import { command, day, positive, run } from './lib/command.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase } from './lib/target.ts';

const program = command(
  'npm run audit',
  'Shows who looked at whom, and who did what with more rights than members have, the newest first. The record goes back 400 days and does not name people who were erased. Asking is recorded, too.',
)
  .option('--of <uid>', 'who was looked up or concerned')
  .option('--by <uid>', 'who did it')
  .option('--action <name>', 'a callable, or an operator’s command such as "dead-letters show"')
  .option('--since <day>', 'from this day of the campus on', day)
  .option('--limit <number>', 'maximum number of entries', positive, 100)
  .option('--json', 'print one JSON array')
  .option('--database-url <url>', 'the Postgres database (default: DATABASE_URL)')
  .parse();
const { of, by, action, since, limit, json } = program.opts<{
  of?: string;
  by?: string;
  action?: string;
  since?: string;
  limit: number;
  json?: true;
}>();
if ((of ?? by) === undefined) program.error('error: whose record? Pass --of UID, --by UID, or both.');

await run(async (cleanup) => {
  const sql = openDatabase(cleanup, program);
  const people = [of, by].filter((id) => id !== undefined);
  await recordCommand(sql, 'audit', { people, action, since });
  const from = since === undefined ? undefined : campusDayStart(since);
  const acts = await readActs(sql, { of, by, action, from }, { before: null, limit });
  if (json) console.log(JSON.stringify(acts));
  else if (acts.length === 0) console.log('Nothing is on record.');
  else {
    const names = await readNames(sql, acts);
    console.table(acts.map((act) => toRow(act, names)));
    if (acts.length === limit) console.log('There may be more: raise --limit.');
  }
  return 0;
});
