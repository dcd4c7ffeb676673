import { logger } from './logger.ts';
import { HttpsError, onCall, type CallableFunction, type CallableOptions } from 'firebase-functions/https';
import type { z } from 'zod';
import { readCaller, type Caller, type Role } from './caller.ts';
import { answerKey, countAndLookUp, MAX_ANSWER_SECONDS, storeAnswer, type RateLimit } from './cache.ts';
import { databaseUrl, firestoreDatabase, redisToken } from './config.ts';
import { isUnavailable } from './databaseErrors.ts';
import { deployedAs } from './deployment.ts';
import { DomainError, HTTPS_CODES, type ErrorCode } from './errors.ts';
import { firestore } from './firestore.ts';
import { parseInput } from './input.ts';
import { database, redactError, type Sql } from './postgres.ts';
import { redis, type OptionalRedis } from './redis.ts';

/** What a handler gets besides its input. */
export interface CallContext {
  uid: string;
  /** Role and department of the caller; read when first asked for, since each read is billed. */
  caller: () => Promise<Caller>;
  sql: Sql;
  now: Date;
}

export interface CallableDefinition<Input, Output> {
  /** The name it is deployed under. */
  name: string;
  /** Every signed-in user, or only users with one of these roles. */
  allow: 'signed-in' | readonly Role[];
  /** Strict objects at every level, so that a misspelt field is refused. A call without input passes `{}`. */
  input: z.ZodType<Input>;
  /** Largest input, in bytes of JSON; 64,000 by default. */
  maxBytes?: number;
  /** For each user; 60 calls in 60 seconds by default. */
  rateLimit?: RateLimit;
  /** Caches answers for each user, for at most an hour, until one of their tags is touched: see cache.ts. */
  cache?: {
    seconds: number;
    tags: (answer: Output, context: CallContext) => string[];
    /** When the answer stops being right, in milliseconds since 1970, if that is sooner. */
    until?: (answer: Output) => number;
  };
  options?: CallableOptions;
  /** @throws DomainError for every failure that the caller can do something about. */
  handle: (context: CallContext, input: Input) => Promise<Output>;
}

/** A deployed callable, with its definition, which tools and tests call directly. */
export type Callable<Input, Output> = CallableFunction<unknown, Promise<Output>> & {
  definition: CallableDefinition<Input, Output>;
};

/** Incomplete answers are cached for this long at most: what they lack may be computed any minute. */
const MAX_INCOMPLETE_SECONDS = 60;

const DEFAULT_LIMIT: RateLimit = { calls: 60, seconds: 60 };

/**
 * Declares a callable function. Each call is authenticated, authorised, parsed, counted, looked up in the cache and
 * handled, in this order. Errors become an `HttpsError` that reveals nothing internal, and each call leaves one log
 * entry. Without Redis, calls are neither rate-limited nor cached; everything else works.
 */
export function callable<Input, Output>(
  definition: CallableDefinition<Input, Output>,
): Callable<Input, Output> {
  if ((definition.cache?.seconds ?? 0) > MAX_ANSWER_SECONDS) {
    throw new Error(`${definition.name}: answers are cached for at most ${String(MAX_ANSWER_SECONDS)} s`);
  }
  const options = { ...deployedAs('callables'), secrets: [databaseUrl, redisToken], maxInstances: 10 };
  const deployed = onCall({ ...options, ...definition.options }, ({ auth, data }) =>
    call(definition, { uid: auth?.uid ?? null, data }, PRODUCTION),
  );
  return Object.assign(deployed, { definition });
}

/** What a call is answered from; tests and tools supply their own. */
export interface Dependencies {
  redis: () => OptionalRedis;
  sql: () => Sql;
  now: () => Date;
  readCaller: (uid: string) => Promise<Caller>;
}

const PRODUCTION: Dependencies = {
  redis,
  sql: database,
  now: () => new Date(),
  readCaller: (uid) => readCaller(firestore(firestoreDatabase.value()), uid),
};

/** How a call was answered, for the log. */
interface CallLog {
  cache: 'hit' | 'miss' | 'off';
}

/** Answers one call. @throws HttpsError */
export async function call<Input, Output>(
  definition: CallableDefinition<Input, Output>,
  request: { uid: string | null; data: unknown },
  dependencies: Dependencies,
): Promise<Output> {
  const started = performance.now();
  const log: CallLog = { cache: 'off' };
  let code: ErrorCode | 'ok' = 'ok';
  try {
    return await answer(definition, request, dependencies, log);
  } catch (error) {
    const domainError = error instanceof DomainError ? error : logUnexpected(definition.name, error);
    code = domainError.code;
    throw new HttpsError(HTTPS_CODES[code], domainError.message, domainError.details);
  } finally {
    const milliseconds = Math.round(performance.now() - started);
    logger.info('call', { callable: definition.name, code, milliseconds, cache: log.cache });
  }
}

async function answer<Input, Output>(
  { name, allow, input: schema, maxBytes, rateLimit, cache, handle }: CallableDefinition<Input, Output>,
  { uid, data }: { uid: string | null; data: unknown },
  { redis, sql, now, readCaller }: Dependencies,
  log: CallLog,
): Promise<Output> {
  if (uid === null) throw new DomainError('not-signed-in', 'Sign in first.');
  const caller = memoise(() => readCaller(uid));
  if (allow !== 'signed-in') authorise(allow, await caller());
  const input = parseInput(schema, data, maxBytes);

  const key = cache === undefined ? null : answerKey(name, uid, input);
  const lookup = await countAndLookUp(redis(), {
    callable: name,
    uid,
    limit: rateLimit ?? DEFAULT_LIMIT,
    key,
  });
  if (lookup?.kind === 'refused') throw tooManyCalls(lookup.retryAfterSeconds);
  if (key !== null && lookup !== undefined) log.cache = lookup.kind;
  // An earlier return value of `handle`, as the app receives it.
  if (lookup?.kind === 'hit') return lookup.answer as Output;

  const context = { uid, caller, sql: sql(), now: now() };
  const answer = await handle(context, input);
  if (cache !== undefined && key !== null && lookup !== undefined) {
    const tags = cache.tags(answer, context);
    const left = cache.until === undefined ? Infinity : cache.until(answer) - now().getTime();
    const longest = isIncomplete(answer) ? MAX_INCOMPLETE_SECONDS : cache.seconds;
    const seconds = Math.min(longest, Math.floor(left / 1000));
    // Redis refuses an expiry of 0 seconds.
    if (seconds >= 1) await storeAnswer(redis(), key, { clock: lookup.clock, tags, answer, seconds });
  }
  return answer;
}

/** Whether the answer says that it lacks something; see freshness.ts. */
function isIncomplete(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'missing' in answer && answer.missing !== null;
}

function memoise<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => (value ??= read());
}

function authorise(allowed: readonly Role[], { role }: Caller): void {
  if (role !== null && allowed.includes(role)) return;
  throw new DomainError('not-allowed', `Only users with the role ${allowed.join(' or ')} may do this.`);
}

function tooManyCalls(retryAfterSeconds: number): DomainError {
  const seconds = `${String(retryAfterSeconds)} second${retryAfterSeconds === 1 ? '' : 's'}`;
  return new DomainError('too-many-calls', `Too many calls: try again in ${seconds}.`, { retryAfterSeconds });
}

/** Logs an error that no handler foresaw. The caller learns only whether trying again may help. */
function logUnexpected(callable: string, error: unknown): DomainError {
  logger.error('callable failed', { callable, ...redactError(error) });
  if (isUnavailable(error)) {
    return new DomainError('unreachable', 'The database cannot be reached: try again later.');
  }
  return new DomainError('failed', 'Something went wrong on our side. It has been logged.');
}
