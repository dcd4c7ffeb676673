import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { replay } from '../replay/replay.ts';
import { onetTaxonomy, ONET_FORMAT } from '../skills/onetTaxonomy.ts';
import { TableFolder } from '../skills/tableFolder.ts';
import { importTaxonomy } from '../skills/importTaxonomy.ts';
import { startPostgres } from '../local/postgres.ts';
import { dataFolder, type Evaluation, type Measured } from './evaluation.ts';
import { readMelo, type Melo } from './melo.ts';
import { NgramBaseline } from './ngrams.ts';
import { bootstrap } from './statistics.ts';

/** Results taken per query. */
const DEPTH = 1000;

/** Quality of one ranking. */
interface Quality {
  map: number;
  mrr: number;
  success1: number;
  success10: number;
}

const NAMES: Record<keyof Quality, string> = {
  map: 'mean average precision',
  mrr: 'mean reciprocal rank',
  success1: 'success@1',
  success10: 'success@10',
};

export const search: Evaluation = {
  description:
    'Searching for people (melo-usa-en): 633 occupation titles against 33,809 profiles whose bio is one title each, top 1,000 results of searchTalent, without a taxonomy and with O*NET imported. Baseline: cosine of TF-IDF weighted character n-grams. Intervals: bootstrap over queries, 500 samples.',
  async measure(cleanup) {
    const melo = await readMelo();
    const baseline = new NgramBaseline(melo.names.map(({ text }) => text));
    const baselines = melo.queries.map(({ text, relevant }) =>
      quality(
        baseline.rank(text, DEPTH).map((place) => melo.names[place]?.id ?? ''),
        relevant,
      ),
    );
    const sql = await database(cleanup);
    const plain = await answers(sql, melo, profiles(melo));
    await importOnet(sql);
    const widened = await answers(sql, melo, []);
    return [
      ...measured('plain_', 'no taxonomy', baselines, plain),
      ...measured('', 'with O*NET', baselines, widened),
    ];
  },
};

async function database(cleanup: Cleanup): Promise<Sql> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  return sql;
}

async function importOnet(sql: Sql): Promise<void> {
  const folder = new TableFolder(await dataFolder('onet'), ONET_FORMAT);
  await importTaxonomy(sql, 'onet', onetTaxonomy(folder));
  await sql`analyze`;
}

function profiles({ names }: Melo): string[] {
  return names.map(({ id, text }) =>
    JSON.stringify({
      at: 0,
      change: { path: `users/${id}`, data: { email: `${id}@campus.example`, name: id, bio: text } },
    }),
  );
}

/** The quality of each query's ranking. */
async function answers(sql: Sql, { queries }: Melo, before: string[]): Promise<Quality[]> {
  const asks = queries.map(({ id, text }) =>
    JSON.stringify({
      at: 0,
      ask: { id, kind: 'searchTalent', userId: 'requester', input: { query: text, limit: DEPTH } },
    }),
  );
  const relevant = new Map(queries.map((query) => [query.id, query.relevant]));
  const qualities = new Map<string, Quality>();
  const bar = progress('Replaying', before.length + asks.length);
  const { bad } = await replay(sql, [...before, ...asks], {
    answer({ id, ids }) {
      qualities.set(String(id), quality(ids, relevant.get(String(id)) ?? new Set()));
    },
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0) throw new Error('the timeline has invalid lines, so the figures would be meaningless');
  return queries.map(({ id }) => qualities.get(id) ?? { map: 0, mrr: 0, success1: 0, success10: 0 });
}

/** Average precision counts every relevant title, found or not. */
function quality(ranked: string[], relevant: Set<string>): Quality {
  const places = ranked.flatMap((id, index) => (relevant.has(id) ? [index + 1] : []));
  const first = places[0] ?? Infinity;
  return {
    map: places.reduce((sum, place, index) => sum + (index + 1) / place, 0) / Math.max(relevant.size, 1),
    mrr: 1 / first,
    success1: Number(first === 1),
    success10: Number(first <= 10),
  };
}

function measured(prefix: string, name: string, baselines: Quality[], results: Quality[]): Measured[] {
  return (Object.keys(NAMES) as (keyof Quality)[]).map((key) => ({
    name: `${NAMES[key]}, ${name}`,
    key: `${prefix}${key}`,
    baseline: mean(baselines.map((one) => one[key])),
    result: mean(results.map((one) => one[key])),
    interval: bootstrap(results.length, (drawn) => mean(drawn.map((index) => results[index]?.[key] ?? 0))),
  }));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
