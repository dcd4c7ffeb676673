import {
  forecastMetrics,
  type ForecastMetrics,
  type Outcome,
} from '../../functions/src/learning/classificationMetrics.ts';
import { connect } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { replay } from '../replay/replay.ts';
import type { Entry } from '../replay/timeline.ts';
import { startPostgres } from '../local/postgres.ts';
import type { Evaluation, Measured } from './evaluation.ts';
import { readMissoula, type Missoula } from './missoula.ts';
import { bootstrap } from './statistics.ts';

const DAY = 24 * 60 * 60 * 1000;
const AHEAD = 60;

/** Only people with an answer in this many days are evaluated. */
const RECENT = 180;

/** One person's outcome and both forecasts of it. */
interface Case {
  person: string;
  result: number;
  baseline: number;
  happened: boolean;
}

export const forecast: Evaluation = {
  description:
    'Who will be active (meetup-missoula): for each person who answered an invitation in the 180 days before the cut, which lies 61 days before the newest answer, will they accept one in the 60 days after it? engagementForecast, trained the night before on the history up to then. Baseline: the share of people with the same number of answers in 90 days who did so, 60 days earlier. Intervals: bootstrap over people, 500 samples.',
  async measure(cleanup) {
    const data = await readMissoula();
    const cut = Math.max(...data.answers.map(({ at }) => at)) - (AHEAD + 1) * DAY;
    const asked = askedAt(data, cut);
    const probabilities = await answersAt(cleanup, data, cut, asked);
    const baseline = baselineAt(data, cut);
    const cases = asked.map((person) => ({
      person,
      result: probabilities.get(person) ?? 0,
      baseline: baseline(person),
      happened: happens(data, person, cut),
    }));
    console.log(
      `${String(cases.length)} people, ${String(cases.filter(({ happened }) => happened).length)} active`,
    );
    return (['auc', 'brier', 'ece'] as const).map((key) => measured(key, cases));
  },
};

function askedAt({ answers }: Missoula, cut: number): string[] {
  const recent = answers.filter(({ at }) => at <= cut && at > cut - RECENT * DAY);
  return [...new Set(recent.map(({ person }) => person))];
}

function happens({ answers }: Missoula, person: string, cut: number): boolean {
  return answers.some(
    (one) => one.person === person && one.yes && one.at > cut && one.at <= cut + AHEAD * DAY,
  );
}

/** Probabilities from `engagementForecast` at the cut, in one call for all people. */
async function answersAt(
  cleanup: Cleanup,
  data: Missoula,
  cut: number,
  asked: string[],
): Promise<Map<string, number>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const lines = timeline(data, cut, asked);
  const probabilities = new Map<string, number>();
  const bar = progress('Replaying', lines.length);
  const { bad } = await replay(sql, lines, {
    answer({ ids, scores }) {
      for (const [index, id] of ids.entries()) probabilities.set(id, scores[index] ?? 0);
    },
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0) throw new Error('the timeline has invalid lines, so the figures would be meaningless');
  if (probabilities.size < asked.length) throw new Error('the forecast reports too little history');
  return probabilities;
}

/** People and events exist from the start; each answer is replayed at its own time. */
function timeline(data: Missoula, cut: number, asked: string[]): string[] {
  const start = Math.min(...data.answers.map(({ at }) => at));
  const change = (at: number, path: string, fields: object): Entry => ({
    at,
    change: { path, data: fields as never },
  });
  const entries = [
    ...data.people.map(({ id }) =>
      change(start, `users/${id}`, { email: `${id}@town.example`, name: id, role: 'student' }),
    ),
    ...data.events.map(({ id, name, time }) =>
      change(start, `events/${id}`, { title: name, startDate: time }),
    ),
    ...data.answers
      .filter(({ at }) => at <= cut)
      .map(({ event, person, yes, at }) =>
        change(at, `events/${event}/attendees/${person}`, { status: yes ? 'going' : 'cancelled' }),
      ),
    { at: cut, run: 'nightly' as const },
    {
      at: cut,
      ask: {
        id: 'cut',
        kind: 'engagementForecast',
        userId: asked[0] ?? '',
        input: { days: AHEAD, limit: 1000 },
        candidates: asked,
      },
    },
  ];
  return entries.map((entry) => JSON.stringify(entry));
}

/** The share that was active among people with as many answers in 90 days, measured 60 days before the cut. */
function baselineAt(data: Missoula, cut: number): (person: string) => number {
  const many = (person: string, at: number): number =>
    Math.min(
      5,
      data.answers.filter((one) => one.person === person && one.at <= at && one.at > at - 90 * DAY).length,
    );
  const earlier = cut - AHEAD * DAY;
  const groups = Map.groupBy(askedAt(data, earlier), (person) => many(person, earlier));
  const rates = new Map(
    [...groups].map(([count, people]) => [
      count,
      people.filter((person) => happens(data, person, earlier)).length / people.length,
    ]),
  );
  return (person) => rates.get(many(person, cut)) ?? 0;
}

const NAMES: Record<keyof ForecastMetrics, string> = {
  auc: 'area under the ROC curve',
  brier: 'Brier score (lower is better)',
  ece: 'expected calibration error (lower is better)',
};

function measured(key: keyof ForecastMetrics, cases: Case[]): Measured {
  const outcomes = (method: 'baseline' | 'result', some: Case[]): Outcome[] =>
    some.map((one) => ({ probability: one[method], happened: one.happened }));
  return {
    name: NAMES[key],
    key,
    baseline: forecastMetrics(outcomes('baseline', cases))[key],
    result: forecastMetrics(outcomes('result', cases))[key],
    interval: bootstrap(cases.length, (drawn) => {
      const again = drawn.flatMap((index) => cases[index] ?? []);
      return forecastMetrics(outcomes('result', again))[key];
    }),
  };
}
