import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import { dataFolder, type Evaluation, type Measured } from './evaluation.ts';
import { replayTimeline } from './replayTimeline.ts';
import { bootstrap, ndcg } from './statistics.ts';

/** Skills are hidden of people with at least this many. */
const MIN_SKILLS = 5;
const HIDDEN_SHARE = 0.2;
const RECOMMENDED = 10;

/** The test is repeated with other skills hidden, since which ones are matters more than anything else. */
const SEEDS = [1, 2, 3];

interface Person {
  id: string;
  visible: string[];
  hidden: string[];
}

/** Ranks skills for a person, best first. */
type Ranking = (person: Person) => string[];

export const skills: Evaluation = {
  description:
    'Likely next skills (so-survey): a fifth of the technologies of everybody with at least 5 is hidden, and 10 are recommended that they do not list. nDCG@10, the mean over three random choices of what to hide. Baselines: popularity, and the cosine between skills summed over those listed. Intervals: 500 bootstrap samples of people.',
  async measure(cleanup) {
    const lists = await readSurvey();
    const figures: Record<string, number[][]> = { popularity: [], cosine: [], result: [] };
    for (const seed of SEEDS) {
      const people = hide(lists, seed);
      const recommended = await recommendedTo(cleanup, people);
      const rankings: Record<string, Ranking> = {
        popularity: popularity(people),
        cosine: cosine(people),
        result: ({ id }) => recommended.get(id) ?? [],
      };
      const tested = people.filter(({ hidden }) => hidden.length > 0);
      for (const [name, ranking] of Object.entries(rankings)) {
        figures[name]?.push(
          tested.map((person) => ndcg(ranking(person), new Set(person.hidden), RECOMMENDED)),
        );
      }
    }
    return [
      measured('nDCG@10, against popularity', 'ndcg10', figures['popularity'], figures['result']),
      measured('… against the cosine of skills', 'ndcg10', figures['cosine'], figures['result']),
    ];
  },
};

/** The technologies that each person says they have worked with. */
async function readSurvey(): Promise<string[][]> {
  const packed = await readFile(join(await dataFolder('so-survey'), 'so2025_sample1000.csv.gz'));
  const rows = parse<Record<string, string>>(gunzipSync(packed), { columns: true, bom: true });
  return rows.map((row) => {
    const names = Object.entries(row)
      .filter(([column]) => column.endsWith('HaveWorkedWith'))
      .flatMap(([, list]) => list.split(';'))
      .map((name) => name.trim());
    return [...new Set(names)].filter((name) => name !== '' && name !== 'NA');
  });
}

function hide(lists: string[][], seed: number): Person[] {
  const random = new Random(seed);
  return lists.map((own, index) => {
    const count = own.length < MIN_SKILLS ? 0 : Math.max(1, Math.round(own.length * HIDDEN_SHARE));
    const hidden = random.sample(own, count);
    const visible = own.filter((skill) => !hidden.includes(skill));
    return { id: `p${String(index)}`, visible, hidden };
  });
}

/** Recommended skills by person, one night after everybody saved their profile. */
async function recommendedTo(cleanup: Cleanup, people: Person[]): Promise<Map<string, string[]>> {
  const profiles = people.map(({ id, visible }) => ({
    path: `users/${id}`,
    data: { email: `${id}@survey.example`, name: id, role: 'student', skills: visible },
  }));
  const answers = await replayTimeline(cleanup, [
    ...profiles.map((change) => ({ at: 0, change })),
    { at: 1, run: 'nightly' },
    ...people.map(({ id }) => ({
      at: 2,
      ask: { id, kind: 'recommendations', userId: id, input: { type: 'skill', limit: RECOMMENDED } },
    })),
  ]);
  return new Map([...answers].map(([id, { ids }]) => [id, ids]));
}

function popularity(people: Person[]): Ranking {
  const counts = countsOf(people);
  return ({ visible }) => best(counts, visible);
}

function cosine(people: Person[]): Ranking {
  const counts = countsOf(people);
  const coOccurrences = new Map<string, Map<string, number>>();
  for (const { visible } of people) {
    for (const skill of visible) {
      const row = coOccurrences.get(skill) ?? new Map<string, number>();
      coOccurrences.set(skill, row);
      for (const other of visible) row.set(other, (row.get(other) ?? 0) + 1);
    }
  }
  return ({ visible }) => {
    const scores = new Map<string, number>();
    for (const own of visible) {
      for (const [other, count] of coOccurrences.get(own) ?? []) {
        const length = Math.sqrt((counts.get(own) ?? 1) * (counts.get(other) ?? 1));
        scores.set(other, (scores.get(other) ?? 0) + count / length);
      }
    }
    return best(scores, visible);
  };
}

function countsOf(people: Person[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const skill of people.flatMap(({ visible }) => visible))
    counts.set(skill, (counts.get(skill) ?? 0) + 1);
  return counts;
}

function best(scores: Map<string, number>, visible: string[]): string[] {
  const own = new Set(visible);
  return [...scores]
    .filter(([skill]) => !own.has(skill))
    .sort(([, a], [, b]) => b - a)
    .map(([skill]) => skill)
    .slice(0, RECOMMENDED);
}

/** @param baseline for each repetition, a figure for each person */
function measured(name: string, key: string, baseline: number[][] = [], result: number[][] = []): Measured {
  const people = result[0]?.length ?? 0;
  const mean = (figures: number[][], drawn: number[]): number =>
    drawn.reduce(
      (sum, person) => sum + figures.reduce((all, repetition) => all + (repetition[person] ?? 0), 0),
      0,
    ) /
    (drawn.length * figures.length);
  const all = Array.from({ length: people }, (_, person) => person);
  return {
    name,
    key,
    baseline: mean(baseline, all),
    result: mean(result, all),
    interval: bootstrap(people, (drawn) => mean(result, drawn)),
  };
}
