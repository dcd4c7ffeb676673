import { Vocabulary, wordsOf, type TextVector } from '../../functions/src/learning/textVectors.ts';
import type { Entry } from '../replay/timeline.ts';
import type { Evaluation, Measured } from './evaluation.ts';
import { readMissoula, type Missoula } from './missoula.ts';
import { replayTimeline } from './replayTimeline.ts';
import { bootstrap, ndcg } from './statistics.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** The time between two replayed nights, and before the first one. */
const NIGHT_EVERY_MS = 91 * DAY_MS;

/** The protocol of the public data. */
const MIN_PEOPLE = 2;
const MIN_EARLIER = 3;
const MIN_CANDIDATES = 5;
const TRAINING_SHARE = 0.8;

/** A question and its answers. */
interface Case {
  id: string;
  person: string;
  at: number;
  candidates: string[];
  relevant: Set<string>;
  /** Rankings, best first. */
  baseline: string[];
  result: string[];
}

export const events: Evaluation = {
  description:
    "Which event of a fortnight (meetup-missoula): for each yes in the later half of the events, by a person with at least 3 earlier ones, the rank that recommendations gives it a week before, among the other events within 7 days of it. Also, which of the last 20 % of the events, asked when the first of them begins. Nights every 91 days after the first year. Baseline: the share of the person's events in the group plus tf-idf similarity to their events. Intervals: 500 bootstrap samples of people.",
  async measure(cleanup) {
    const data = await readMissoula();
    const history = historyOf(data);
    const weekly = weeklyCases(history);
    const global = globalCases(history);
    const answers = await replayTimeline(cleanup, timeline(data, [...weekly, ...global]));
    for (const item of [...weekly, ...global]) item.result = answers.get(item.id)?.ids ?? [];
    console.log(
      `${String(weekly.length)} cases with ${(weekly.reduce((sum, { candidates }) => sum + candidates.length, 0) / weekly.length).toFixed(1)} candidates each; ${String(global.length)} people and ${String(global[0]?.candidates.length)} events of the last 20 %`,
    );
    const rank = (ranking: string[], { relevant }: Case): number =>
      ranking.findIndex((id) => relevant.has(id)) + 1 || Infinity;
    return [
      measured('first', 'hit1', weekly, (ranking, item) => Number(rank(ranking, item) === 1)),
      measured('among the first 3', 'hit3', weekly, (ranking, item) => Number(rank(ranking, item) <= 3)),
      measured('mean reciprocal rank', 'mrr', weekly, (ranking, item) => 1 / rank(ranking, item)),
      measured('last 20 %, nDCG@10', 'global_ndcg10', global, (ranking, { relevant }) =>
        ndcg(ranking, relevant, 10),
      ),
    ];
  },
};

interface History {
  /** The events of the protocol in the order of time. */
  events: Missoula['events'];
  people: Map<string, string[]>;
  eventsOf: Map<string, Set<string>>;
  score: (history: string[], event: string) => number;
}

function historyOf(data: Missoula): History {
  const people = Map.groupBy(data.attendance, ({ event }) => event);
  const counted = data.events
    .filter(({ id, past }) => past && (people.get(id)?.length ?? 0) >= MIN_PEOPLE)
    .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  const ids = new Set(counted.map(({ id }) => id));
  const byPerson = Map.groupBy(
    data.attendance.filter(({ event }) => ids.has(event)),
    ({ person }) => person,
  );
  return {
    events: counted,
    people: new Map(counted.map(({ id }) => [id, (people.get(id) ?? []).map(({ person }) => person)])),
    eventsOf: new Map([...byPerson].map(([person, all]) => [person, new Set(all.map(({ event }) => event))])),
    score: baselineOf(data),
  };
}

function weeklyCases({ events: all, people, eventsOf, score }: History): Case[] {
  return all.slice(Math.floor(all.length / 2)).flatMap((event) =>
    (people.get(event.id) ?? []).flatMap((person) => {
      const own = eventsOf.get(person) ?? new Set();
      const at = event.time - WEEK_MS;
      const earlier = all.filter(({ id, time }) => time < at && own.has(id)).map(({ id }) => id);
      const candidates = all
        .filter(({ time }) => Math.abs(time - event.time) <= WEEK_MS)
        .map(({ id }) => id)
        .filter((id) => id === event.id || !own.has(id));
      if (earlier.length < MIN_EARLIER || candidates.length < MIN_CANDIDATES) return [];
      const relevant = new Set([event.id]);
      const baseline = ranked(candidates, (id) => score(earlier, id));
      return [{ id: `${event.id} ${person}`, person, at, candidates, relevant, baseline, result: [] }];
    }),
  );
}

function globalCases({ events: all, eventsOf, score }: History): Case[] {
  const cut = Math.floor(all.length * TRAINING_SHARE);
  const candidates = all.slice(cut).map(({ id }) => id);
  return [...eventsOf].flatMap(([person, own]) => {
    const earlier = all
      .slice(0, cut)
      .map(({ id }) => id)
      .filter((id) => own.has(id));
    const relevant = new Set(candidates.filter((id) => own.has(id)));
    if (earlier.length < MIN_EARLIER || relevant.size === 0) return [];
    const baseline = ranked(candidates, (id) => score(earlier, id));
    const at = all[cut]?.time ?? 0;
    return [{ id: `last ${person}`, person, at, candidates, relevant, baseline, result: [] }];
  });
}

/** The share of the person's events in the event's group, plus the tf-idf similarity to their events. */
function baselineOf(data: Missoula): History['score'] {
  const words = new Map(
    data.events.map(({ id, name, description }) => [id, wordsOf(`${name} ${description}`)]),
  );
  const vocabulary = new Vocabulary([...words.values()]);
  const vectors = new Map([...words].map(([id, own]) => [id, entries(vocabulary.vector(own))]));
  const groups = new Map(data.events.map(({ id, group }) => [id, group]));
  return (history, event) => {
    const same = history.filter((id) => groups.get(id) === groups.get(event)).length / history.length;
    const mean = new Map<number, number>();
    for (const id of history) {
      for (const [term, weight] of vectors.get(id) ?? []) mean.set(term, (mean.get(term) ?? 0) + weight);
    }
    const length = Math.hypot(...mean.values()) || 1;
    const own = vectors.get(event) ?? [];
    return same + own.reduce((sum, [term, weight]) => sum + (weight * (mean.get(term) ?? 0)) / length, 0);
  };
}

function entries({ terms, weights }: TextVector): [term: number, weight: number][] {
  return Array.from(terms, (term, k) => [term, weights[k] ?? 0]);
}

function ranked(ids: string[], score: (id: string) => number): string[] {
  const scores = new Map(ids.map((id) => [id, score(id)]));
  return ids.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
}

/** People and events exist from the start; attendance arrives when its event begins. */
function timeline(data: Missoula, cases: Case[]): Entry[] {
  const times = new Map(data.events.map(({ id, time }) => [id, time]));
  const start = Math.min(...times.values()) - WEEK_MS;
  const end = Math.max(...cases.map(({ at }) => at));
  const change = (at: number, path: string, fields: object): Entry => ({
    at,
    change: { path, data: fields as never },
  });
  const nights = Array.from({ length: Math.floor((end - start) / NIGHT_EVERY_MS) }, (_, night): Entry => ({
    at: start + (night + 1) * NIGHT_EVERY_MS,
    run: 'nightly',
  })).slice(Math.ceil((365 * DAY_MS) / NIGHT_EVERY_MS));
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
        startDate: time,
      }),
    ),
    // Entries of the same time keep this order, so a question sees only earlier attendance.
    ...nights,
    ...cases.map(({ id, person, at, candidates }): Entry => ({
      at,
      ask: { id, kind: 'recommendations', userId: person, input: { type: 'event' }, candidates },
    })),
    ...data.attendance.map(({ event, person }) => {
      const at = times.get(event) ?? end;
      return change(at, `events/${event}/attendees/${person}`, { status: 'attended', attendedAt: at });
    }),
  ];
  return entries.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
}

/** The mean over all cases; bootstrap samples draw people with all of their cases. */
function measured(
  name: string,
  key: string,
  cases: Case[],
  figure: (ranking: string[], item: Case) => number,
): Measured {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const results = new Map(cases.map((item) => [item, figure(item.result, item)]));
  const people = [...Map.groupBy(cases, ({ person }) => person).values()];
  const figuresOf = people.map((own) => own.map((item) => results.get(item) ?? 0));
  return {
    name,
    key,
    baseline: mean(cases.map((item) => figure(item.baseline, item))),
    result: mean([...results.values()]),
    interval: bootstrap(people.length, (drawn) => mean(drawn.flatMap((person) => figuresOf[person] ?? []))),
  };
}
