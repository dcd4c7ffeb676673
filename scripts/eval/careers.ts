import { connect } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { replay } from '../replay/replay.ts';
import type { Entry } from '../replay/timeline.ts';
import { onetTaxonomy, ONET_FORMAT } from '../skills/onetTaxonomy.ts';
import { TableFolder } from '../skills/tableFolder.ts';
import { importTaxonomy, type TaxonomyItem } from '../skills/importTaxonomy.ts';
import { startPostgres } from '../local/postgres.ts';
import { dataFolder, type Evaluation } from './evaluation.ts';
import { bootstrap } from './statistics.ts';

interface Occupation {
  title: string;
  description: string;
  /** Technologies it uses. */
  skills: string[];
  /** Titles of the five most related occupations. */
  related: Set<string>;
}

export const careers: Evaluation = {
  description:
    'Related occupations (O*NET): for a person in each occupation, rank all others; relevant are the five that O*NET lists as most related (Primary-Short). Mean reciprocal rank of careerPaths on a campus without any career history, so that only the imported taxonomy counts; the import leaves out related occupations. Baseline: summed cosines of the TF-IDF vectors of title and description, and of technologies. Intervals: bootstrap over occupations, 500 samples.',
  async measure(cleanup) {
    const folder = await dataFolder('onet');
    const occupations = await readOccupations(folder);
    const answers = await answersOf(cleanup, folder, occupations);
    const baseline = baselineOf(occupations);
    const ranks = occupations.map(({ title, related }, index) => ({
      result: reciprocalRank(answers.get(title) ?? [], related),
      baseline: reciprocalRank(baseline(index), related),
    }));
    console.log(`${String(occupations.length)} occupations`);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const result = ranks.map((one) => one.result);
    return [
      {
        name: 'related occupations, mean reciprocal rank',
        key: 'onet_mrr',
        baseline: mean(ranks.map((one) => one.baseline)),
        result: mean(result),
        interval: bootstrap(ranks.length, (drawn) => mean(drawn.map((index) => result[index] ?? 0))),
      },
    ];
  },
};

async function readOccupations(folder: string): Promise<Occupation[]> {
  const tables = new TableFolder(folder, ONET_FORMAT);
  const code = 'O*NET-SOC Code';
  const byCode = new Map<string, Occupation>();
  for await (const line of tables.read(['Occupation Data'], { required: [code, 'Title', 'Description'] })) {
    byCode.set(line[code], {
      title: line.Title,
      description: line.Description,
      skills: [],
      related: new Set(),
    });
  }
  for await (const line of tables.read(['Technology Skills'], { required: [code, 'Example'] })) {
    byCode.get(line[code])?.skills.push(line.Example);
  }
  const columns = { required: [code, 'Related O*NET-SOC Code', 'Relatedness Tier'] } as const;
  for await (const line of tables.read(['Related Occupations'], columns)) {
    const related = byCode.get(line['Related O*NET-SOC Code']);
    if (line['Relatedness Tier'] !== 'Primary-Short' || related === undefined) continue;
    byCode.get(line[code])?.related.add(related.title);
  }
  return [...byCode.values()].filter(({ related }) => related.size > 0);
}

/** The ranking of `careerPaths` for a person in each occupation, by title. */
async function answersOf(
  cleanup: Cleanup,
  folder: string,
  occupations: Occupation[],
): Promise<Map<string, string[]>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  await importTaxonomy(sql, 'onet', withoutRelated(onetTaxonomy(new TableFolder(folder, ONET_FORMAT))));
  const lines = timeline(occupations);
  const answers = new Map<string, string[]>();
  const bar = progress('Replaying', lines.length);
  const { bad } = await replay(sql, lines, {
    answer({ id, ids }) {
      answers.set(String(id), ids);
    },
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0) throw new Error('the timeline has invalid lines, so the figures would be meaningless');
  return answers;
}

/** Leaves out the relations that are the ground truth. */
async function* withoutRelated(items: AsyncIterable<TaxonomyItem>): AsyncGenerator<TaxonomyItem> {
  for await (const item of items) if (item.type !== 'relation' || item.kind !== 'related') yield item;
}

/** The nightly run precedes all positions, so that nothing is learned from them. */
function timeline(occupations: Occupation[]): string[] {
  const titles = occupations.map(({ title }) => title);
  const user = { email: 'somebody@campus.example', name: 'Somebody', role: 'student' };
  const entries: Entry[] = [
    { at: 1, run: 'nightly' },
    ...titles.flatMap((title, index): Entry[] => [
      { at: 2, change: { path: `users/u${String(index)}`, data: user } },
      { at: 2, change: { path: `users/u${String(index)}/positions/now`, data: { title } } },
    ]),
    ...titles.map((title, index): Entry => {
      const candidates = titles.filter((other) => other !== title);
      return {
        at: 3,
        ask: { id: title, kind: 'careerPaths', userId: `u${String(index)}`, input: {}, candidates },
      };
    }),
  ];
  return entries.map((entry) => JSON.stringify(entry));
}

function reciprocalRank(ranked: string[], related: Set<string>): number {
  const place = ranked.findIndex((title) => related.has(title));
  return place === -1 ? 0 : 1 / (place + 1);
}

/** Ranks the other titles by the two cosines. */
function baselineOf(occupations: Occupation[]): (index: number) => string[] {
  const fields = [
    vectors(
      occupations.map(
        ({ title, description }) => `${title} ${description}`.toLowerCase().match(/[a-z0-9]+/g) ?? [],
      ),
    ),
    vectors(occupations.map(({ skills }) => skills)),
  ];
  return (index) =>
    occupations
      .map(({ title }, other) => ({
        title,
        score: fields.reduce((sum, field) => sum + cosine(field[index], field[other]), 0),
      }))
      .filter((_, other) => other !== index)
      .sort((a, b) => b.score - a.score)
      .map(({ title }) => title);
}

function vectors(documents: string[][]): Map<string, number>[] {
  const frequency = new Map<string, number>();
  for (const terms of documents) {
    for (const term of new Set(terms)) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  return documents.map((terms) => {
    const counts = Map.groupBy(terms, (term) => term);
    const weights = [...counts].map(
      ([term, all]) =>
        [term, (1 + Math.log(all.length)) * Math.log(documents.length / (frequency.get(term) ?? 1))] as const,
    );
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([term, weight]) => [term, weight / length]));
  });
}

function cosine(a: Map<string, number> | undefined, b: Map<string, number> | undefined): number {
  let sum = 0;
  for (const [term, weight] of a ?? []) sum += weight * (b?.get(term) ?? 0);
  return sum;
}
