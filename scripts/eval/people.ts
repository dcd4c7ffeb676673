import type { Cleanup } from '../lib/command.ts';
import type { Entry } from '../replay/timeline.ts';
import type { Evaluation, Measured } from './evaluation.ts';
import { readMissoula, type Missoula } from './missoula.ts';
import { replayTimeline } from './replayTimeline.ts';
import { auc, bootstrap, type Scored } from './statistics.ts';

/** The share of the events, in the order of time, before the cut. */
const HISTORY_SHARE = 0.7;

/** Two people by number, with the score of each method and the outcome. */
interface Pair {
  a: number;
  b: number;
  /** Whether they had met before the cut. */
  hadMet: boolean;
  /** Whether they met after it. */
  metAfter: boolean;
  baseline: number;
  result: number;
}

export const people: Evaluation = {
  description:
    'Who will meet (meetup-missoula): among people with at least 2 events in the first 70 % of the events and 1 after that, which pairs share an event afterwards? Area under the ROC curve of the score of similarStudents. Baseline: the number of past events in common plus the Jaccard overlaps of groups and of declared topics. Intervals: 500 bootstrap samples of people.',
  async measure(cleanup) {
    const data = await readMissoula();
    const past = data.events.filter((event) => event.past).toSorted((a, b) => a.time - b.time);
    const cut = past[Math.floor(past.length * HISTORY_SHARE)]?.time ?? 0;
    const histories = historiesOf(data, cut);
    const ids = [...histories.keys()];
    const scores = await scoresAt(cleanup, data, cut, ids);
    const pairs = pairsOf(data, histories, scores);
    const strangers = pairs.filter(({ hadMet }) => !hadMet);
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

/** The people of the protocol. */
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

/** The scores that `similarStudents` gives everybody at the cut, for each of these people. */
async function scoresAt(
  cleanup: Cleanup,
  data: Missoula,
  cut: number,
  ids: string[],
): Promise<Map<string, Map<string, number>>> {
  const answers = await replayTimeline(cleanup, timeline(data, cut, ids));
  return new Map(
    [...answers].map(([id, { ids: ranked, scores }]) => [
      id,
      new Map(ranked.map((other, index) => [other, scores[index] ?? 0])),
    ]),
  );
}

/** People and events exist from the start, attendance arrives when its event begins, and everybody asks at the cut. */
function timeline(data: Missoula, cut: number, ids: string[]): Entry[] {
  const events = new Map(data.events.map((event) => [event.id, event]));
  const start = Math.min(...events.values().map(({ time }) => time));
  const change = (at: number, path: string, fields: object): Entry => ({
    at,
    change: { path, data: fields as never },
  });
  return [
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
}

function pairsOf(
  data: Missoula,
  histories: Map<string, History>,
  scores: Map<string, Map<string, number>>,
): Pair[] {
  const all = [...histories];
  return all.flatMap(([idA, a], numberA) =>
    all.slice(numberA + 1).map(([idB, b], offset) => {
      const shared = a.before.intersection(b.before).size;
      return {
        a: numberA,
        b: numberA + 1 + offset,
        hadMet: shared > 0,
        metAfter: !a.after.isDisjointFrom(b.after),
        baseline: shared + jaccard(a.groups, b.groups) + jaccard(a.topics, b.topics),
        // Symmetric, except for rounding.
        result: scores.get(idA)?.get(idB) ?? 0,
      };
    }),
  );
}

function jaccard(a: Set<string>, b: Set<string>): number {
  const union = a.union(b).size;
  return union === 0 ? 0 : a.intersection(b).size / union;
}

function measured(name: string, key: string, count: number, pairs: Pair[]): Measured {
  const scored = (method: 'baseline' | 'result', sample: Pair[]): Scored[] =>
    sample.map((pair) => ({ score: pair[method], positive: pair.metAfter }));
  const pairOf = new Map(pairs.map((pair) => [pair.a * count + pair.b, pair]));
  return {
    name,
    key,
    baseline: auc(scored('baseline', pairs)),
    result: auc(scored('result', pairs)),
    interval: bootstrap(count, (drawn) => {
      const sample = drawn.flatMap((a, index) =>
        drawn.slice(index + 1).flatMap((b) => pairOf.get(Math.min(a, b) * count + Math.max(a, b)) ?? []),
      );
      return auc(scored('result', sample));
    }),
  };
}
