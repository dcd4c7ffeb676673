import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { connect } from '../../functions/src/platform/postgres.ts';
import { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { replay } from '../replay/replay.ts';
import { startPostgres } from '../local/postgres.ts';
import { dataFolder, type Evaluation, type Measured } from './evaluation.ts';
import { bootstrap, ndcg } from './statistics.ts';

/** Who has fewer skills has none hidden. */
const FEWEST_SKILLS = 5;
const HIDDEN_SHARE = 0.2;
const RECOMMENDED = 10;

/** A test is repeated with other skills hidden: which ones matters more than anything else. */
const SEEDS = [1, 2, 3];

interface Person {
  id: string;
  visible: string[];
  hidden: string[];
}

/** Ranks skills for somebody, the best first. */
type Ranking = (person: Person) => string[];

export const skills: Evaluation = {
  description:
    'Likely next skills (so-survey): of the people with at least 5 technologies a fifth is hidden; 10 of those that they are not known to have are recommended. nDCG@10, the mean of three ways to hide; the baselines are how many have a skill, and the cosine between skills summed over the own ones. Intervals: 500 samples of people drawn again.',
  async measure(cleanup) {
    const lists = await readSurvey();
    const figures: Record<string, number[][]> = { popularity: [], cosine: [], result: [] };
    for (const seed of SEEDS) {
      const people = hide(lists, seed);
      const answers = await answersOf(cleanup, people);
      const rankings: Record<string, Ranking> = {
        popularity: popularity(people),
        cosine: cosine(people),
        result: ({ id }) => answers.get(id) ?? [],
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

/** Each person's technologies: all that they say they have worked with. */
async function readSurvey(): Promise<string[][]> {
  const packed = await readFile(join(await dataFolder('so-survey'), 'so2025_sample1000.csv.gz'));
  const rows = parse<Record<string, string>>(gunzipSync(packed), { columns: true, bom: true });
  return rows.map((row) => {
    const named = Object.entries(row)
      .filter(([column]) => column.endsWith('HaveWorkedWith'))
      .flatMap(([, names]) => names.split(';'))
      .map((name) => name.trim());
    return [...new Set(named)].filter((name) => name !== '' && name !== 'NA');
  });
}

function hide(lists: string[][], seed: number): Person[] {
  const random = new Random(seed);
  return lists.map((own, index) => {
    const count = own.length < FEWEST_SKILLS ? 0 : Math.max(1, Math.round(own.length * HIDDEN_SHARE));
    const hidden = random.sample(own, count);
    const visible = own.filter((skill) => !hidden.includes(skill));
    return { id: `p${String(index)}`, visible, hidden };
  });
}

/** What `recommendations` says to everybody, a night after all have written their profiles. */
async function answersOf(cleanup: Cleanup, people: Person[]): Promise<Map<string, string[]>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const profiles = people.map(({ id, visible }) => ({
    path: `users/${id}`,
    data: { email: `${id}@survey.example`, name: id, role: 'student', skills: visible },
  }));
  const lines = [
    ...profiles.map((change) => ({ at: 0, change })),
    { at: 1, run: 'nightly' },
    ...people.map(({ id }) => ({
      at: 2,
      ask: { id, kind: 'recommendations', userId: id, input: { type: 'skill', limit: RECOMMENDED } },
    })),
  ].map((line) => JSON.stringify(line));
  const answers = new Map<string, string[]>();
  const bar = progress('Replaying', lines.length);
  const { bad } = await replay(sql, lines, {
    answer: ({ id, ids }) => void answers.set(String(id), ids),
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0) throw new Error('the timeline has bad lines: the figures would mean nothing');
  return answers;
}

function popularity(people: Person[]): Ranking {
  const counts = countsOf(people);
  return ({ visible }) => best(counts, visible);
}

function cosine(people: Person[]): Ranking {
  const counts = countsOf(people);
  const together = new Map<string, Map<string, number>>();
  for (const { visible } of people) {
    for (const one of visible) {
      const row = together.get(one) ?? new Map<string, number>();
      together.set(one, row);
      for (const other of visible) row.set(other, (row.get(other) ?? 0) + 1);
    }
  }
  return ({ visible }) => {
    const scores = new Map<string, number>();
    for (const own of visible) {
      for (const [other, count] of together.get(own) ?? []) {
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

function best(scores: Map<string, number>, leftOut: string[]): string[] {
  const own = new Set(leftOut);
  return [...scores]
    .filter(([skill]) => !own.has(skill))
    .sort(([, a], [, b]) => b - a)
    .map(([skill]) => skill)
    .slice(0, RECOMMENDED);
}

/** @param baseline for each way to hide, a figure for each person */
function measured(name: string, key: string, baseline: number[][] = [], result: number[][] = []): Measured {
  const people = result[0]?.length ?? 0;
  const mean = (figures: number[][], drawn: number[]): number =>
    drawn.reduce((sum, person) => sum + figures.reduce((all, one) => all + (one[person] ?? 0), 0), 0) /
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
