import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { connect } from '../functions/src/platform/postgres.ts';
import { command, run } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { progress } from './lib/progress.ts';
import { KINDS } from './replay/kinds.ts';
import { replay } from './replay/replay.ts';
import { startPostgres } from './local/postgres.ts';

/** Bad lines that are reported one by one; the others are only counted. */
const MAX_REPORTED = 100;

const program = command(
  'npm run replay',
  'Replays a timeline of changes and questions into a scratch database, to measure the answers.',
)
  .requiredOption('--timeline <file>', 'JSON lines in the order of time, see below')
  .requiredOption('--out <file>', 'the answers, as JSON lines')
  .addHelpText(
    'after',
    `
A line of the timeline has one of these forms. "at" is in milliseconds since 1970; dates in "data" are ISO 8601
text or milliseconds. "data": null deletes the document. "input" is what the app sends, with a "limit" of up to
1,000. "candidates" restricts the ranking to these ids; the default limit then includes all of them.
  {"at": 1767225600000, "change": {"path": "users/ada", "data": {"email": "ada@campus.example", "name": "Ada"}}}
  {"at": 1767225600000, "run": "nightly"}
  {"at": 1767225600000, "ask": {"id": "q1", "kind": "similarStudents", "userId": "ada", "input": {"limit": 20}, "candidates": ["bob"]}}

Kinds: ${Object.keys(KINDS).join(', ')}

A line of the output answers one question:
  {"id": "q1", "kind": "similarStudents", "ids": ["bob"], "scores": [0.31], "milliseconds": 4.2}

A line that cannot be used is reported and skipped; the exit code is then 1.`,
  )
  .parse();
const { timeline, out } = program.opts<{ timeline: string; out: string }>();
if (resolve(out) === resolve(timeline)) program.error('error: --out would overwrite the timeline');

await run(async (cleanup) => {
  const lines = await countLines(timeline);
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));

  const output = createWriteStream(out);
  await once(output, 'open');
  const problems: string[] = [];
  const bar = progress('Replaying', lines);
  const started = performance.now();
  const counts = await replay(sql, createInterface({ input: createReadStream(timeline) }), {
    async answer(answer) {
      if (!output.write(`${JSON.stringify(answer)}\n`)) await once(output, 'drain');
    },
    bad(line, problem) {
      if (problems.length < MAX_REPORTED) problems.push(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  output.end();
  await finished(output);

  for (const problem of problems) console.error(problem);
  if (counts.bad > problems.length)
    console.error(`… and ${String(counts.bad - problems.length)} more bad lines`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${String(counts.changes)} changes, ${String(counts.nights)} nights and ${String(counts.questions)} questions in ${seconds} s; ${String(counts.bad)} bad lines. Answers are in ${out}`,
  );
  return counts.bad === 0 ? 0 : 1;
});

async function countLines(file: string): Promise<number> {
  let lines = 0;
  // Fails first if the file cannot be read.
  for await (const line of createInterface({ input: createReadStream(file) })) lines += line === '' ? 0 : 1;
  return lines;
}
