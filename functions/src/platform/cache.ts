/**
 * Cached answers of callables, and the counts of their calls, in Redis.
 *
 * An answer carries the tags of every person and thing it shows or depends on. A change touches the tags of what it
 * changes: a logical clock in Redis advances by one, and the tags are stamped with its new time. An answer is used
 * only if none of its tags has been stamped since the answer was begun. An answer computed from old rows is
 * therefore never used once their change has been announced, even if it is stored after that.
 *
 * Answers and counts expire by themselves. The hash `touched`, which holds the clock and the stamps, is emptied when
 * it grows large. Commands inside a script are billed like any other, so the scripts use few.
 */
import { createHash } from 'node:crypto';
import type { RateLimit } from './limits/rateLimit.ts';
import type { OptionalRedis } from './redis.ts';

/** Longest time that an answer may be cached, in seconds. */
export const MAX_ANSWER_SECONDS = 3600;

/** Largest answer that is cached, in bytes. */
const MAX_ANSWER_BYTES = 100_000;

/** Most tags of an answer, or of one touch: a script takes no more. Touching more touches every answer. */
const MAX_TAGS = 2000;

/** Most stamped tags, about 10 MB. When there are more, their stamps are dropped and every answer is touched. */
const MAX_TOUCHED = 100_000;

const TOUCHED = 'touched';

/** The tag that every answer has. */
export const EVERYTHING = 'everything';

export const personTag = (id: string): string => `person:${id}`;
export const eventTag = (id: string): string => `event:${id}`;
export const mediaTag = (id: string): string => `media:${id}`;

export type CacheLookup =
  | { kind: 'refused'; retryAfterSeconds: number }
  | { kind: 'hit'; answer: unknown }
  /** `clock` is the logical time at which computing the answer begins; {@link storeAnswer} takes it. */
  | { kind: 'miss'; clock: number };

/**
 * KEYS: the count of calls, `touched`, and the answer's key unless answers are not cached. ARGV: the limit's calls and
 * seconds. Returns the seconds to wait (0 for none), the clock, and the answer if there is one that is still right.
 */
const COUNT_AND_LOOK_UP = `
local calls = redis.call('incr', KEYS[1])
if calls == 1 then redis.call('expire', KEYS[1], ARGV[2]) end
if calls > tonumber(ARGV[1]) then return { math.max(redis.call('ttl', KEYS[1]), 1) } end
if not KEYS[3] then return { 0 } end
local stored = redis.call('get', KEYS[3])
local began, tags, answer = string.match(stored or '', '^(%d+) ([^\\n]*)\\n(.*)$')
local names = { 'clock' }
for name in string.gmatch(tags or '', '%S+') do names[#names + 1] = name end
local times = redis.call('hmget', KEYS[2], unpack(names))
local now = tonumber(times[1]) or 0
local usable = began and tonumber(began) <= now
for index = 2, #names do
  if usable and (tonumber(times[index]) or 0) > tonumber(began) then usable = false end
end
if usable then return { 0, now, answer } end
return { 0, now }`;

/** KEYS: `touched`. ARGV: the most tags it may hold, the tag of every answer, and the tags to touch. */
const TOUCH = `
local now = redis.call('hincrby', KEYS[1], 'clock', 1)
local times = {}
if redis.call('hlen', KEYS[1]) > tonumber(ARGV[1]) then
  redis.call('del', KEYS[1])
  times = { 'clock', now, ARGV[2], now }
end
for index = 3, #ARGV do
  times[#times + 1] = ARGV[index]
  times[#times + 1] = now
end
redis.call('hset', KEYS[1], unpack(times))
return now`;

/** The key of the answer to an input. Each user, input and deployed revision has its own. */
export function answerKey(callable: string, uid: string, input: unknown): string {
  // The next revision may answer in another shape.
  const revision = process.env['K_REVISION'] ?? 'local';
  return `answer:${revision}:${callable}:${uid}:${digest(JSON.stringify(input))}`;
}

/**
 * Counts a call and looks up its answer in one round trip. Resolves to undefined, leaving the call uncounted, when
 * Redis does not answer.
 *
 * @param call.key see {@link answerKey}; null for a callable whose answers are not cached.
 */
export async function countAndLookUp(
  redis: OptionalRedis,
  call: { callable: string; uid: string; limit: RateLimit; key: string | null },
): Promise<CacheLookup | undefined> {
  const { callable, uid, limit, key } = call;
  const keys = [`calls:${callable}:${uid}`, TOUCHED, ...(key === null ? [] : [key])];
  const reply = await redis.ask((client) =>
    client.eval<number[], [wait: number, clock?: number, answer?: string]>(COUNT_AND_LOOK_UP, keys, [
      limit.calls,
      limit.seconds,
    ]),
  );
  if (reply === undefined) return undefined;
  const [wait, clock = 0, json] = reply;
  if (wait > 0) return { kind: 'refused', retryAfterSeconds: wait };
  const answer = json === undefined ? undefined : parseJson(json);
  return answer === undefined ? { kind: 'miss', clock } : { kind: 'hit', answer };
}

/** Caches an answer, unless it is too large or has too many tags. */
export async function storeAnswer(
  redis: OptionalRedis,
  key: string,
  answer: { clock: number; tags: string[]; answer: unknown; seconds: number },
): Promise<void> {
  const names = [EVERYTHING, ...new Set(answer.tags)].map(digest);
  const stored = `${String(answer.clock)} ${names.join(' ')}\n${JSON.stringify(answer.answer)}`;
  if (names.length > MAX_TAGS || Buffer.byteLength(stored) > MAX_ANSWER_BYTES) return;
  await redis.ask((client) => client.set(key, stored, { ex: answer.seconds }));
}

/** Touches tags. Tags that Redis did not take are sent again with the next ones. */
export class Invalidator {
  readonly #redis: OptionalRedis;
  readonly #unsent = new Set<string>();

  constructor(redis: OptionalRedis) {
    this.#redis = redis;
  }

  /** Resolves when Redis has taken the tags or has failed to; never rejects. */
  async touch(tags: Iterable<string>): Promise<void> {
    if (!this.#redis.configured) return;
    this.#add(tags);
    if (this.#unsent.size === 0) return;
    const sent = [...this.#unsent];
    this.#unsent.clear();
    const clock = await this.#redis.ask((client) =>
      client.eval(TOUCH, [TOUCHED], [MAX_TOUCHED, digest(EVERYTHING), ...sent.map(digest)]),
    );
    if (clock === undefined) this.#add(sent);
  }

  #add(tags: Iterable<string>): void {
    for (const tag of tags) this.#unsent.add(tag);
    if (this.#unsent.size <= MAX_TAGS) return;
    this.#unsent.clear();
    this.#unsent.add(EVERYTHING);
  }
}

/** A short name for text of any length and characters. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Another program wrote it: a miss.
    return undefined;
  }
}
