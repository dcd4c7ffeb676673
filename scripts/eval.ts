import { Argument } from 'commander';
import type { Evaluation } from './eval/evaluation.ts';
import { events } from './eval/events.ts';
import { careers } from './eval/careers.ts';
import { forecast } from './eval/forecast.ts';
import { people } from './eval/people.ts';
import { search } from './eval/search.ts';
import { skills } from './eval/skills.ts';
import { command, run } from './lib/command.ts';

const EVALUATIONS: Record<string, Evaluation> = { people, events, skills, search, forecast, careers };

const program = command(
  'npm run eval',
  'Measures the quality of the answers on public data replayed through the suite itself. Results are kept in docs/figures.md.',
)
  .addArgument(new Argument('<subjects...>', 'what to measure').choices(Object.keys(EVALUATIONS)))
  .option('--json', 'print the figures as one JSON object in the last line')
  .addHelpText('after', '\nData sets are read from ../shared/data, or from EVAL_DATA_DIR.')
  .parse();
const { json } = program.opts<{ json?: true }>();

await run(async (cleanup) => {
  const figures: Record<string, number> = {};
  for (const subject of program.args) {
    const evaluation = EVALUATIONS[subject];
    if (evaluation === undefined) continue;
    console.log(`${evaluation.description}\n`);
    const rows = await evaluation.measure(cleanup);
    console.table(
      Object.fromEntries(
        rows.map(({ name, baseline, result, interval }) => [
          name,
          {
            baseline: baseline.toFixed(3),
            result: result.toFixed(3),
            '95 %': interval.map((bound) => bound.toFixed(3)).join(' to '),
          },
        ]),
      ),
    );
    for (const { key, result } of rows) figures[`${subject}.${key}`] = Number(result.toPrecision(4));
  }
  if (json) console.log(JSON.stringify(figures));
  return 0;
});
