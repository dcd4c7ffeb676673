import { logger } from './logger.ts';
import { HttpsError, onCall, type CallableFunction, type CallableOptions } from 'firebase-functions/https';
import type { z } from 'zod';
import { readCaller, type Caller, type Role } from './caller.ts';
import { answerKey, countAndRead, MAX_ANSWER_SECONDS, storeAnswer, type RateLimit } from './cache.ts';
import { databaseUrl, firestoreDatabase, functionsRegion, redisToken } from './config.ts';
import { DomainError, HTTPS_CODES, type ErrorCode } from './errors.ts';
import { firestore } from './firestore.ts';
import { parseInput } from './input.ts';
import { database, isTransient, redactError, type Sql } from './postgres.ts';
import { redis, type OptionalRedis } from './redis.ts';

/** What a callable is called with, besides its input. */
export interface CallContext {
  uid: string;
  /** Role and department of the caller; read when first asked for, since each read is billed. */
  caller: () => Promise<Caller>;
  sql: Sql;
  now: Date;
}

export interface CallableDefinition<Input, Output> {
  /** As it is deployed. */
  name: string;
  /** Everybody who is signed in, or only users with one of these roles. */
  allow: 'signed-in' | readonly Role[];
  /** Strict objects all the way down, so that a misspelt field is refused. No input counts as `{}`. */
  input: z.ZodType<Input>;
  /** Largest input, in bytes of JSON; 64,000 unless it says otherwise. */
  maxBytes?: number;
  /** For each user; 60 calls in 60 seconds unless it says otherwise. */
  rateLimit?: RateLimit;
  /** Keeps each user's answers for this long, at most an hour, unless one of their tags is touched: see cache.ts. */
  cache?: {
    seconds: number;
    tags: (answer: Output, context: CallContext) => string[];
    /** When an answer is no longer right, in milliseconds since 1970, if that is sooner. */
    until?: (answer: Output) => number;
  };
  options?: CallableOptions;
  /** @throws DomainError for whatever the caller is to be told. */
  handle: (context: CallContext, input: Input) => Promise<Output>;
}

/** A deployed callable, with the definition that tools and tests call directly. */
export type Callable<Input, Output> = CallableFunction<unknown, Promise<Output>> & {
  definition: CallableDefinition<Input, Output>;
};

const DEFAULT_LIMIT: RateLimit = { calls: 60, seconds: 60 };

/**
 * A callable function. Each call is authenticated, authorised, parsed, counted, looked up in the cache,
 * and handled, in this order; what is thrown becomes an `HttpsError` that tells nothing internal; and
 * one log entry says how it went. Without Redis nothing is counted or kept, and everything else is the same.
 */
export function callable<Input, Output>(
  definition: CallableDefinition<Input, Output>,
): Callable<Input, Output> {
  if ((definition.cache?.seconds ?? 0) > MAX_ANSWER_SECONDS) {
    throw new Error(`${definition.name}: answers are kept for ${String(MAX_ANSWER_SECONDS)} s at most`);
  }
  const options = { region: functionsRegion, secrets: [databaseUrl, redisToken], maxInstances: 10 };
  const deployed = onCall({ ...options, ...definition.options }, ({ auth, data }) =>
    call(definition, { uid: auth?.uid ?? null, data }, PRODUCTION),
  );
  return Object.assign(deployed, { definition });
}

/** What calls are answered with; tests bring their own. */
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

/** Answers one call. @throws HttpsError */
export async function call<Input, Output>(
  definition: CallableDefinition<Input, Output>,
  request: { uid: string | null; data: unknown },
  dependencies: Dependencies,
): Promise<Output> {
  const started = performance.now();
  let code: ErrorCode | 'ok' = 'ok';
  const seen: Seen = { cache: 'off' };
  try {
    return await answer(definition, request, dependencies, seen);
  } catch (error) {
    const told = error instanceof DomainError ? error : unexpected(definition.name, error);
    code = told.code;
    throw new HttpsError(HTTPS_CODES[told.code], told.message, told.details);
  } finally {
    const milliseconds = Math.round(performance.now() - started);
    logger.info('call', { callable: definition.name, code, milliseconds, cache: seen.cache });
  }
}

/** What a call has met on its way, for the log. */
interface Seen {
  cache: 'hit' | 'miss' | 'off';
}

async function answer<Input, Output>(
  { name, allow, input: schema, maxBytes, rateLimit, cache, handle }: CallableDefinition<Input, Output>,
  { uid, data }: { uid: string | null; data: unknown },
  { redis, sql, now, readCaller }: Dependencies,
  seen: Seen,
): Promise<Output> {
  if (uid === null) throw new DomainError('not-signed-in', 'sign in first');
  const caller = memoise(() => readCaller(uid));
  if (allow !== 'signed-in') authorise(allow, await caller());
  const input = parseInput(schema, data, maxBytes);

  const key = cache === undefined ? null : answerKey(name, uid, input);
  const reading = await countAndRead(redis(), {
    callable: name,
    uid,
    limit: rateLimit ?? DEFAULT_LIMIT,
    key,
  });
  if (reading?.kind === 'refused') throw tooManyCalls(reading.retryAfterSeconds);
  if (key !== null && reading !== undefined) seen.cache = reading.kind;
  // It is what `handle` answered before, as the app receives it.
  if (reading?.kind === 'hit') return reading.answer as Output;

  const context = { uid, caller, sql: sql(), now: now() };
  const answer = await handle(context, input);
  if (cache !== undefined && key !== null && reading !== undefined) {
    const tags = cache.tags(answer, context);
    const left = cache.until === undefined ? Infinity : cache.until(answer) - now().getTime();
    const seconds = Math.min(cache.seconds, Math.floor(left / 1000));
    // Redis refuses no time at all.
    if (seconds >= 1) await storeAnswer(redis(), key, { began: reading.began, tags, answer, seconds });
  }
  return answer;
}

function memoise<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => (value ??= read());
}

function authorise(allowed: readonly Role[], { role }: Caller): void {
  if (role !== null && allowed.includes(role)) return;
  throw new DomainError('not-allowed', `this needs the role ${allowed.join(' or ')}`);
}

function tooManyCalls(retryAfterSeconds: number): DomainError {
  const sentence = `too many calls: try again in ${String(retryAfterSeconds)} seconds`;
  return new DomainError('too-many-calls', sentence, { retryAfterSeconds });
}

/** What was not foreseen is logged, and the caller learns only whether trying again may help. */
function unexpected(callable: string, error: unknown): DomainError {
  logger.error('a callable failed', { callable, ...redactError(error) });
  if (isTransient(error)) return new DomainError('unreachable', 'a database cannot be reached: try again');
  return new DomainError('failed', 'this failed; the log says why');
}
