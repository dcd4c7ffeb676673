import '../../functions/src/index.ts';
import { call } from '../../functions/src/platform/callable.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { OptionalRedis } from '../../functions/src/platform/redis.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { toIncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { deployedCallables } from '../../functions/test/docs/deployedCallables.ts';
import { requiredFields } from '../../functions/test/support/documents.ts';
import { tokenOfRow, UNCHECKED } from '../lib/callContext.ts';
import { runNight } from '../replay/jobs.ts';
import { OWN_QUESTIONS, QUESTIONS } from './questions.ts';
import { randomDocuments, type RandomDocument } from './randomDocuments.ts';

/** When everything happens. */
const NOW = new Date('2026-11-30T01:30:00Z');
const WRITTEN = '2026-11-29T12:00:00.000001Z';

const BATCH = 250;

/** How many of the people with random documents ask questions of their own. */
const MAX_OWN = 10;

/** What a person may be told whose document is refused or says too little. */
const REFUSALS = ['not-found', 'failed-precondition', 'permission-denied'];

/** People and an event as every campus has them. What the random documents hold must not keep them from answers. */
const ORDINARY: Record<string, JsonObject> = {
  'users/student': { name: 'Sam', role: 'student', department: 'Computer Science', skills: ['Go', 'SQL'] },
  'users/faculty': { name: 'Fay', role: 'faculty', department: 'Computer Science' },
  'users/admin': { name: 'Ada', role: 'admin' },
  'events/open-day': {
    title: 'Open day',
    startDate: '2026-12-10T10:00:00Z',
    category: 'Talk',
    skills: ['Go'],
  },
};

/**
 * Writes random documents into an empty, migrated database, runs the jobs of a night, and asks every question that
 * ordinary people may ask.
 *
 * @returns what should not have happened, one line each: a lost document, one that was refused for a field that nobody
 * needs, a failed job or answer, a time in an answer that is not RFC 3339 in UTC
 */
export async function fuzzDocuments(sql: Sql, count: number, seed: number): Promise<string[]> {
  const documents = randomDocuments(count, seed);
  const unexpected = [...(await writeAll(sql, ORDINARY)), ...(await writeRandom(sql, documents))];
  try {
    await runNight(sql, NOW);
  } catch (error) {
    unexpected.push(`the night failed: ${String(error)}`);
  }
  const callables = await deployedCallables();
  const ask = async (uid: string, callable: string, input: object): Promise<unknown> => {
    const redis = new OptionalRedis('', '');
    const dependencies = {
      redis: () => redis,
      sql: () => sql,
      now: () => NOW,
      ...UNCHECKED,
    };
    const definition = callables[callable];
    if (definition === undefined) throw new Error(`there is no callable ${callable}`);
    return call(definition, { token: await tokenOfRow(sql, uid), data: input }, dependencies);
  };
  for (const [uid, callable, input] of QUESTIONS) {
    try {
      for (const time of wrongTimes(await ask(uid, callable, input)))
        unexpected.push(`${callable} answers with the time ${time}`);
    } catch (error) {
      unexpected.push(`${callable} ${JSON.stringify(input)} failed: ${String(error)}`);
    }
  }
  const people = documents.filter(({ collection }) => collection.table === 'users').slice(0, MAX_OWN);
  for (const { path } of people) {
    for (const [callable, input] of OWN_QUESTIONS) {
      try {
        await ask(path.slice('users/'.length), callable, input);
      } catch (error) {
        if (!REFUSALS.includes((error as { code?: string }).code ?? ''))
          unexpected.push(`${callable} failed for ${path}: ${String(error)}`);
      }
    }
  }
  return unexpected;
}

async function writeAll(sql: Sql, documents: Record<string, JsonObject>): Promise<string[]> {
  const writer = new Writer(sql, allCollections);
  const outcomes = await writer.apply(Object.entries(documents).map(([path, data]) => upsert(path, data)));
  return outcomes
    .filter((outcome) => outcome !== 'applied')
    .map((outcome) => `an ordinary document: ${String(outcome)}`);
}

/** Every document must be in its table, or refused for a field that its collection cannot do without. */
async function writeRandom(sql: Sql, documents: readonly RandomDocument[]): Promise<string[]> {
  const writer = new Writer(sql, allCollections);
  const unexpected: string[] = [];
  for (let from = 0; from < documents.length; from += BATCH) {
    const batch = documents.slice(from, from + BATCH);
    const outcomes = await writer.apply(batch.map(({ path, data }) => upsert(path, data)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome !== 'applied' && outcome !== 'dead-lettered')
        unexpected.push(`${batch[index]?.path ?? ''}: ${String(outcome)}`);
    }
  }
  const deadLetters = await sql<{ path: string; reason: string }[]>`select path, reason from dead_letters`;
  const refused = new Map(deadLetters.map(({ path, reason }) => [path, reason]));
  for (const { path, collection, data } of documents) {
    const reason = refused.get(path);
    if (reason !== undefined) {
      // Such as "name must be text, but is missing; title … . Correct the document …".
      const clauses = reason.split('. ', 1)[0]?.split('; ') ?? [];
      const fields = clauses.map((clause) => clause.split(' must be ', 1)[0] ?? '');
      const isAllowed = fields.every((field) => requiredFields(collection).includes(field));
      if (!isAllowed) unexpected.push(`${path} was refused: ${reason}`);
      continue;
    }
    const key = collection.toColumns(collection.keyOf(collection.match(path) ?? {}));
    const conditions = Object.entries(key).map(([column, value]) => sql`${sql(column)} = ${value}`);
    const [row] = await sql`
      select from ${sql(collection.table)}
      where live and firebase_data = ${JSON.stringify(data)}::text::jsonb
        and ${conditions.reduce((all, one) => sql`${all} and ${one}`)}`;
    if (row === undefined) unexpected.push(`${path} is lost`);
  }
  return unexpected;
}

function upsert(path: string, data: JsonObject) {
  const version = Date.parse(WRITTEN) * 1000 + 1;
  return toIncomingChange({ kind: 'upsert', path, version, createTime: WRITTEN, updateTime: WRITTEN, data });
}

/** Times anywhere in an answer, as the app receives it, that are not RFC 3339 in UTC. */
function wrongTimes(answer: unknown): string[] {
  const texts = JSON.stringify(answer).match(/"[+-]?\d{1,6}-\d\d-\d\dT\d\d:[^"]*"/g) ?? [];
  return texts.filter((text) => !/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"$/.test(text));
}
