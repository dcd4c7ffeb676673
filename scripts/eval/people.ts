import { connect } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { replay, type Answer } from '../replay/replay.ts';
import type { Entry } from '../replay/timeline.ts';
import { startPostgres } from '../local/postgres.ts';
import type { Evaluation, Measured } from './evaluation.ts';
import { readMissoula, type Missoula } from './missoula.ts';
import { auc, bootstrap, type Scored } from './statistics.ts';

/** The share of the events, in the order of time, that is history. */
const HISTORY = 0.7;

/** Two people, by their numbers, with what each method says of them, and what came true. */
interface Pair {
  a: number;
  b: number;
  /** Whether they had met before the cut. */
  known: boolean;
  /** Whether they met after it. */
  positive: boolean;
  baseline: number;
  result: number;
}

export const people: Evaluation = {
  description:
    'Who will meet (meetup-missoula): of the people with at least 2 events in the first 70 % of the events and 1 after, does a pair share an event after? Area under the ROC curve of the score of similarStudents; the baseline is the sum of three signals: past events in common, and how much the groups and the declared topics overlap (Jaccard). Intervals: 500 samples of people drawn again.',
  async measure(cleanup) {
    const data = await readMissoula();
    const past = data.events.filter((event) => event.past).toSorted((a, b) => a.time - b.time);
    const cut = past[Math.floor(past.length * HISTORY)]?.time ?? 0;
    const histories = historiesOf(data, cut);
    const ids = [...histories.keys()];
    const answers = await answersAt(cleanup, data, cut, ids);
    const pairs = pairsOf(data, histories, answers);
    const strangers = pairs.filter(({ known }) => !known);
    console.log(
      `${String(ids.length)} people, ${String(pairs.length)} pairs, ${String(strangers.length)} of whom had not met`,
    );
    return [
      measured('all pairs', 'auc_all', ids.length, pairs),
      measured('pairs that had never met', 'auc_new', ids.length, strangers),
    ];
  },
};

interface History {
  before: Set<string>;
  after: Set<string>;
  groups: Set<string>;
  topics: Set<string>;
}

/** The people whom the protocol is about. */
function historiesOf(data: Missoula, cut: number): Map<string, History> {
  const events = new Map(data.events.filter(({ past }) => past).map((event) => [event.id, event]));
  const histories = new Map<string, History>();
  for (const { id, topics } of data.people) {
    histories.set(id, { before: new Set(), after: new Set(), groups: new Set(), topics: new Set(topics) });
  }
  for (const { event: id, person } of data.attendance) {
    const event = events.get(id);
    const history = histories.get(person);
    if (event === undefined || history === undefined) continue;
    (event.time < cut ? history.before : history.after).add(id);
    if (event.time < cut) history.groups.add(event.group);
  }
  return new Map([...histories].filter(([, { before, after }]) => before.size >= 2 && after.size >= 1));
}

/** What `similarStudents` says at the cut about everybody, for each of these people. */
async function answersAt(
  cleanup: Cleanup,
  data: Missoula,
  cut: number,
  ids: string[],
): Promise<Map<string, Map<string, number>>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const lines = timeline(data, cut, ids);
  const answers = new Map<string, Map<string, number>>();
  const bar = progress('Replaying', lines.length);
  const { bad } = await replay(sql, lines, {
    answer({ id, ids: ranked, scores }: Answer) {
      answers.set(String(id), new Map(ranked.map((other, index) => [other, scores[index] ?? 0])));
    },
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0) throw new Error('the timeline has bad lines: the figures would mean nothing');
  return answers;
}

/** People and events are there from the start; attendance comes when its event starts; all ask at the cut. */
function timeline(data: Missoula, cut: number, ids: string[]): string[] {
  const events = new Map(data.events.map((event) => [event.id, event]));
  const start = Math.min(...events.values().map(({ time }) => time));
  const change = (at: number, path: string, fields: object): Entry => ({
    at,
    change: { path, data: fields as never },
  });
  const entries = [
    ...data.people.map(({ id, topics }) =>
      change(start, `users/${id}`, {
        email: `${id}@town.example`,
        name: id,
        role: 'student',
        skills: topics,
      }),
    ),
    ...data.events.map(({ id, name, description, group, time }) =>
      change(start, `events/${id}`, {
        title: name,
        description,
        category: data.groups.get(group)?.name ?? group,
        skills: data.groups.get(group)?.topics ?? [],
        startDate: time,
      }),
    ),
    ...data.attendance
      .map(({ event, person }) => ({ event, person, at: events.get(event)?.time ?? cut }))
      .filter(({ at }) => at < cut)
      .toSorted((a, b) => a.at - b.at)
      .map(({ event, person, at }) =>
        change(at, `events/${event}/attendees/${person}`, { status: 'attended', attendedAt: at }),
      ),
    { at: cut, run: 'nightly' as const },
    ...ids.map((id) => ({
      at: cut,
      ask: {
        id,
        kind: 'similarStudents',
        userId: id,
        input: { limit: 1000 },
        candidates: ids.filter((other) => other !== id),
      },
    })),
  ];
  return entries.map((entry) => JSON.stringify(entry));
}

function pairsOf(
  data: Missoula,
  histories: Map<string, History>,
  answers: Map<string, Map<string, number>>,
): Pair[] {
  const all = [...histories];
  return all.flatMap(([idA, a], numberA) =>
    all.slice(numberA + 1).map(([idB, b], offset) => {
      const met = a.before.intersection(b.before).size;
      return {
        a: numberA,
        b: numberA + 1 + offset,
        known: met > 0,
        positive: !a.after.isDisjointFrom(b.after),
        baseline: met + jaccard(a.groups, b.groups) + jaccard(a.topics, b.topics),
        // The score is the same from both sides, but for rounding.
        result: answers.get(idA)?.get(idB) ?? 0,
      };
    }),
  );
}

function jaccard(a: Set<string>, b: Set<string>): number {
  const union = a.union(b).size;
  return union === 0 ? 0 : a.intersection(b).size / union;
}

function measured(name: string, key: string, count: number, pairs: Pair[]): Measured {
  const scored = (method: 'baseline' | 'result', some: Pair[]): Scored[] =>
    some.map((pair) => ({ score: pair[method], positive: pair.positive }));
  const of = new Map(pairs.map((pair) => [pair.a * count + pair.b, pair]));
  return {
    name,
    key,
    baseline: auc(scored('baseline', pairs)),
    result: auc(scored('result', pairs)),
    interval: bootstrap(count, (drawn) => {
      const again = drawn.flatMap((a, index) =>
        drawn.slice(index + 1).flatMap((b) => of.get(Math.min(a, b) * count + Math.max(a, b)) ?? []),
      );
      return auc(scored('result', again));
    }),
  };
}
