import { logger } from './logger.ts';
import {
  HttpsError,
  onCall,
  type CallableFunction,
  type CallableOptions,
  type CallableRequest,
} from 'firebase-functions/https';
import type { z } from 'zod';
import { recordedCall, type Audit } from './audit/recordedCall.ts';
import { answerKey, countAndLookUp, MAX_ANSWER_SECONDS, storeAnswer } from './cache.ts';
import {
  allowedOrigins,
  databaseUrl,
  erasureKey,
  redisToken,
  requireAppCheck,
  trustedProxies,
} from './config.ts';
import { keepsContract } from './contract.ts';
import { isUnavailable } from './databaseErrors.ts';
import { deployedAs } from './deployment.ts';
import { DomainError, ERRORS, isDomainError, type ErrorCode, type LimitOf } from './errors.ts';
import { checkRevoked } from './identity/account.ts';
import { authorise, type Authority } from './identity/authorise.ts';
import { callerOf, type Caller } from './identity/caller.ts';
import { allowedEmailDomains, parseDomains } from './identity/emailDomains.ts';
import {
  isPrivileged,
  POLICY,
  type Access,
  type CallableName,
  type PrivilegedCallable,
  type Reach,
} from './identity/policy.ts';
import { parseInput } from './input.ts';
import { admitCall, type Origin } from './limits/admitCall.ts';
import { clientAddress } from './limits/clientAddress.ts';
import { instanceLimits, type InstanceLimits } from './limits/instanceLimits.ts';
import { countInPostgres } from './limits/postgresCounts.ts';
import { TooManyCalls, type RateLimit } from './limits/rateLimit.ts';
import { database, redactError, type Sql } from './postgres.ts';
import { redis, type OptionalRedis } from './redis.ts';

/** What a handler gets besides its input. */
export interface CallContext {
  uid: string;
  caller: Caller;
  /** When the caller last proved who they are. */
  signedInAt: Date;
  /** Whose data the caller gets, of this callable. */
  reach: Reach;
  sql: Sql;
  now: Date;
}

export interface CallableDefinition<Input, Output> {
  /** The name it is deployed under. */
  name: string;
  /** Who may call it, and whose data they get. */
  access: Access;
  /** What it is for and what an app has to know, in Markdown; the first paragraph is one sentence. For clients and docs. */
  description: string;
  /** Strict objects at every level, so that a misspelt field is refused. A call without input passes `{}`. */
  input: z.ZodType<Input>;
  /**
   * Strict objects at every level, without optional fields: an unknown value is null. It types and documents the answer;
   * only tests and the local stack parse it (see contract.ts), so production never strips anything.
   */
  output: z.ZodType<Output>;
  /** Why it fails, besides the reasons that every call may have (see errors.ts). */
  errors: readonly ErrorCode[];
  /** A repeated call has no further effect, so that clients may retry it. Without it, clients never do. */
  idempotent?: true;
  /** Largest input, in bytes of JSON; 64,000 by default. */
  maxBytes?: number;
  /** For each user; 60 calls in 60 seconds by default. */
  rateLimit?: RateLimit;
  /** Answers from a few rows, and writes nothing: without Redis, its calls are counted in the instance alone. */
  cheap?: true;
  /** Caches answers for each user, for at most an hour, until one of their tags is touched: see cache.ts. */
  cache?: {
    seconds: number;
    /** Everybody and everything that the answer shows, names or counts, so that who hides is gone from it at once. */
    tags: (answer: Output, context: CallContext, input: Input) => string[] | Promise<string[]>;
    /** When the answer stops being right, in milliseconds since 1970, if that is sooner. */
    until?: (answer: Output) => number;
  };
  /** What the audit log says of its calls. */
  audit?: Audit<Input, Output>;
  options?: CallableOptions;
  /** @throws DomainError for every failure that the caller can do something about. */
  handle: (context: CallContext, input: Input) => Promise<Output>;
}

/** What a callable declares. One whose policy gives somebody more than members get declares whom its calls are about. */
type Declaration<Input, Output> = Omit<CallableDefinition<Input, Output>, 'access' | 'audit'> &
  (
    | { name: PrivilegedCallable; audit: Audit<Input, Output> }
    | { name: Exclude<CallableName, PrivilegedCallable>; audit?: Audit<Input, Output> }
  );

/** A deployed callable, with its definition, which tools and tests call directly. */
export type Callable<Input, Output> = CallableFunction<unknown, Promise<Output>> & {
  definition: CallableDefinition<Input, Output>;
};

/** Incomplete answers are cached for this long at most: what they lack may be computed any minute. */
const MAX_INCOMPLETE_SECONDS = 60;

/** Of callables that declare none. */
export const DEFAULT_LIMIT: RateLimit = { calls: 60, seconds: 60 };

/**
 * Declares a callable function; the policy says who may call it. What costs nothing comes first: each call passes the
 * gate, is counted in the instance, authorised by the claims of its token and parsed. Then it is counted and looked up in
 * Redis, or counted in Postgres while Redis does not answer; the account behind a call that is privileged or cannot be
 * undone is looked up; and the call is answered and recorded. Errors become an `HttpsError` that reveals nothing internal,
 * and each call leaves one log entry.
 */
export function callable<Input, Output>(declared: Declaration<Input, Output>): Callable<Input, Output> {
  if ((declared.cache?.seconds ?? 0) > MAX_ANSWER_SECONDS) {
    throw new Error(`${declared.name}: answers are cached for at most ${String(MAX_ANSWER_SECONDS)} s`);
  }
  const access: Access = POLICY[declared.name];
  const definition = { ...declared, access, handle: keepsContract(declared) };
  const options = {
    ...deployedAs('callables'),
    secrets: [databaseUrl, erasureKey, redisToken],
    maxInstances: 10,
    cors: allowedOrigins,
    ...(access.irreversible && { consumeAppCheckToken: true }),
  };
  const deployed = onCall({ ...options, ...definition.options }, (request) =>
    call(definition, toCallRequest(request), PRODUCTION),
  );
  return Object.assign(deployed, { definition });
}

/** A call as it arrived. */
export interface CallRequest extends Origin {
  data: unknown;
}

function toCallRequest({ auth, app, data, rawRequest }: CallableRequest): CallRequest {
  const appCheck = app === undefined ? 'none' : app.alreadyConsumed === true ? 'replayed' : 'genuine';
  return {
    token: auth?.token ?? null,
    data,
    appCheck,
    address: clientAddress(rawRequest, trustedProxies.value()),
  };
}

/** What a call is answered from; tests and tools supply their own. */
export interface Dependencies extends Authority {
  redis: () => OptionalRedis;
  sql: () => Sql;
  now: () => Date;
  /** Null for tools, whose calls nobody counts. */
  limits: () => InstanceLimits | null;
}

const PRODUCTION: Dependencies = {
  redis,
  sql: database,
  limits: instanceLimits,
  now: () => new Date(),
  checkRevoked,
  gate: () => ({
    emailDomains: parseDomains(allowedEmailDomains.value()),
    requiresAppCheck: requireAppCheck.value(),
  }),
};

/** How a call was answered, for the log. */
interface CallLog {
  cache: 'hit' | 'miss' | 'off';
  /** Whose limit a refused call met. */
  limitOf?: LimitOf;
}

/** Answers one call. @throws HttpsError */
export async function call<Input, Output>(
  definition: CallableDefinition<Input, Output>,
  request: CallRequest,
  dependencies: Dependencies,
): Promise<Output> {
  const started = performance.now();
  const log: CallLog = { cache: 'off' };
  let code: ErrorCode | 'ok' = 'ok';
  try {
    return await answer(definition, request, dependencies, log);
  } catch (error) {
    const domainError: DomainError = isDomainError(error) ? error : logUnexpected(definition.name, error);
    code = domainError.code;
    if (error instanceof TooManyCalls) log.limitOf = error.limitOf;
    throw new HttpsError(ERRORS[code].code, domainError.message, domainError.details);
  } finally {
    const milliseconds = Math.round(performance.now() - started);
    logger.info('call', { callable: definition.name, code, milliseconds, ...log });
  }
}

async function answer<Input, Output>(
  definition: CallableDefinition<Input, Output>,
  request: CallRequest,
  dependencies: Dependencies,
  log: CallLog,
): Promise<Output> {
  const { name, access, input: schema, maxBytes, cache } = definition;
  const { redis, sql, now, gate, checkRevoked, limits } = dependencies;
  const limit = definition.rateLimit ?? DEFAULT_LIMIT;
  const token = admitCall({ callable: name, limit }, request, { gate, limits: limits() });
  const { uid } = token;
  const caller = callerOf(token);
  const reach = authorise(access, caller);
  const input = parseInput(schema, request.data, maxBytes);

  // Nobody keeps the answers that they got with other rights.
  const key = cache === undefined ? null : answerKey(name, uid, { reach, caller, input });
  const lookup = await countAndLookUp(redis(), { callable: name, uid, limit, key });
  if (lookup?.kind === 'refused') throw new TooManyCalls('person', lookup.retryAfterSeconds);
  if (lookup === undefined && !definition.cheap && limits() !== null) {
    await countInPostgres(sql(), { callable: name, uid, limit });
  }
  if (key !== null && lookup !== undefined) log.cache = lookup.kind;
  if (isPrivileged(access, caller) || access.irreversible) await checkRevoked(token);

  return recordedCall(definition, { caller, reach, input }, sql, () => {
    // An earlier return value of `handle`, as the app receives it.
    if (lookup?.kind === 'hit') return Promise.resolve(lookup.answer as Output);
    const signedInAt = new Date(token.auth_time * 1000);
    const context = { uid, caller, signedInAt, reach, sql: sql(), now: now() };
    return handleAndStore(definition, context, input, { redis: redis(), now, key, clock: lookup?.clock });
  });
}

/** Where an answer is cached; not at all without a key, or without the clock of a lookup. */
interface Place {
  redis: OptionalRedis;
  now: () => Date;
  key: string | null;
  clock: number | undefined;
}

async function handleAndStore<Input, Output>(
  { cache, handle }: CallableDefinition<Input, Output>,
  context: CallContext,
  input: Input,
  { redis, now, key, clock }: Place,
): Promise<Output> {
  const answer = await handle(context, input);
  if (cache !== undefined && key !== null && clock !== undefined) {
    const tags = await cache.tags(answer, context, input);
    const left = cache.until === undefined ? Infinity : cache.until(answer) - now().getTime();
    const longest = isIncomplete(answer) ? MAX_INCOMPLETE_SECONDS : cache.seconds;
    const seconds = Math.min(longest, Math.floor(left / 1000));
    // Redis refuses an expiry of 0 seconds.
    if (seconds >= 1) await storeAnswer(redis, key, { clock, tags, answer, seconds });
  }
  return answer;
}

/** Whether the answer says that it lacks something; see freshness.ts. */
function isIncomplete(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'missing' in answer && answer.missing !== null;
}

/** Logs an error that no handler foresaw. The caller learns only whether trying again may help. */
function logUnexpected(callable: string, error: unknown): DomainError {
  logger.error('callable failed', { callable, ...redactError(error) });
  if (isUnavailable(error)) {
    return new DomainError('unreachable', 'The database cannot be reached: try again later.');
  }
  return new DomainError('failed', 'Something went wrong on our side. It has been logged.');
}
