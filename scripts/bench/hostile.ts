import { writePolicyCampus } from '../../functions/test/platform/identity/policy/policyCampus.ts';
import { tryHostileInputs } from '../../functions/test/hostile/tryHostileInputs.ts';
import { refreshSearchIndex } from '../../functions/src/people/search/refreshSearchIndex.ts';
import { embedder } from '../../functions/src/platform/embedder.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { OptionalRedis } from '../../functions/src/platform/redis.ts';
import { refreshSkillNeighbours } from '../../functions/src/skills/refreshSkillNeighbours.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { prepareChange, toIncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { startInProcessMedia } from '../local/inProcessMedia.ts';
import { startPostgres } from '../local/postgres.ts';
import { startRedis } from '../local/redis/redis.ts';
import { campusChanges, DOCUMENTS_PER_STUDENT } from './campusChanges.ts';
import { costsOfCalls, costsOfSearches } from './costOfQuestions.ts';

/** The same inputs in every run. */
const SEED = 20_261_130;

const INPUTS_EACH = 60;

/** The campus that questions are asked of, besides that of the policy's tests. */
const STUDENTS = 300;

/**
 * Tries hostile inputs on every callable and the webhook, through the wrapper of calls, with real stores; then measures
 * what hostile questions cost in processor time, of this process and Postgres together. What clients write straight into
 * Firestore is tried by the tests of the rules, which need the emulators.
 */
export async function measure(cleanup: Cleanup): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const redis = await startRedis(cleanup);
  const target = {
    sql,
    redis: new OptionalRedis(redis.url, redis.token),
    media: await startInProcessMedia(cleanup, sql),
  };
  await fill(sql);

  const { inputs, answered, unexpected, slowest } = await tryHostileInputs(target, {
    inputsEach: INPUTS_EACH,
    seed: SEED,
  });
  console.log(
    `\n${String(inputs)} hostile inputs (seed ${String(SEED)}): ${String(answered)} answered, the others refused; ` +
      `${String(unexpected.length)} unexpected; the slowest, of ${slowest.name}, took ${slowest.milliseconds.toFixed(0)} ms`,
  );
  if (unexpected.length > 0) console.table(unexpected);

  const searches = await costsOfSearches(target);
  const calls = await costsOfCalls(target, SEED);
  const worst = Math.max(searches.worstRatio, calls.worstRatio);
  return {
    inputs,
    unexpected: unexpected.length,
    worst_cpu_ratio: worst,
    worst_character_ratio: searches.worstCharacterRatio,
    worst_doubling: searches.worstDoubling,
  };
}

async function fill(sql: Sql): Promise<void> {
  // First, while its nights have few people to learn from.
  await writePolicyCampus(sql);
  const writer = new Writer(sql, allCollections);
  const changes = campusChanges(STUDENTS * DOCUMENTS_PER_STUDENT);
  for (let from = 0; from < changes.length; from += 250) {
    const batch = changes.slice(from, from + 250).map((change) => toIncomingChange(change));
    await writer.write(batch.map((change) => prepareChange(allCollections, change)));
  }
  await refreshSkillNeighbours(sql);
  await refreshSearchIndex(sql, await embedder());
  await sql`vacuum analyze`;
}
