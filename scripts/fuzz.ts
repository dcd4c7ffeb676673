import { randomInt } from 'node:crypto';
import { connect, type Sql } from '../functions/src/platform/postgres.ts';
import { fuzzDocuments } from './fuzz/fuzzDocuments.ts';
import { command, positive, run, wholeNumber, type Cleanup } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { startPostgres } from './local/postgres.ts';

/** Findings printed of a round. */
const MAX_PRINTED = 20;

const program = command(
  'npm run fuzz',
  'Writes documents with values of any type in any field into a Postgres of its own, runs the jobs of a night, and asks what ordinary people ask. Exits with 0 only if no document was lost or refused without need, and every job and answer succeeded.',
)
  .option('--documents <number>', 'documents of each round', positive, 20_000)
  .option(
    '--minutes <number>',
    'start rounds for this long, each with other documents; otherwise there is one',
    positive,
  )
  .option('--seed <number>', 'repeat the documents of an earlier round', wholeNumber)
  .option('--json', 'print the figures as one JSON object on the last line')
  .parse();
const options = program.opts<{ documents: number; minutes?: number; seed?: number; json?: true }>();

await run(async (cleanup) => {
  const server = await startPostgres(cleanup);
  const started = Date.now();
  const deadline = started + (options.minutes ?? 0) * 60_000;
  const firstSeed = options.seed ?? randomInt(2 ** 31);
  let [documents, unexpected, seed] = [0, 0, firstSeed];
  do {
    console.log(`${options.documents.toLocaleString('en')} documents, seed ${String(seed)}`);
    const findings = await fuzzDocuments(await newDatabase(cleanup, server, seed), options.documents, seed);
    for (const finding of findings.slice(0, MAX_PRINTED)) console.log(`  ${finding}`);
    if (findings.length > MAX_PRINTED) console.log(`  and ${String(findings.length - MAX_PRINTED)} more`);
    if (findings.length > 0)
      console.log(
        `Repeat with: npm run fuzz -- --documents ${String(options.documents)} --seed ${String(seed)}`,
      );
    documents += options.documents;
    unexpected += findings.length;
    seed += 1;
  } while (Date.now() < deadline);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `${unexpected === 0 ? 'Passed' : 'FAILED'}: ${String(unexpected)} unexpected, in ${String(seconds)} s`,
  );
  const figures = { seed: firstSeed, documents, unexpected, seconds };
  const prefixed = Object.entries(figures).map(([name, value]) => [`fuzz.${name}`, value]);
  if (options.json) console.log(JSON.stringify(Object.fromEntries(prefixed)));
  return unexpected === 0 ? 0 : 1;
});

/** A migrated database for one round. */
async function newDatabase(cleanup: Cleanup, server: string, seed: number): Promise<Sql> {
  const name = `fuzz_${String(seed)}`;
  const admin = connect(server, { max: 1 });
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = server.replace(/\/postgres$/, `/${name}`);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  return sql;
}
