/**
 * Answers that callables keep in Redis, and the counts of their calls.
 *
 * An answer carries the tags of everybody and everything it shows or depends on. Whoever changes one of
 * those touches its tag: the clock in Redis, which does nothing but count those occasions, goes on by one,
 * and the tag gets the new time. An answer is used only if none of its tags was touched since its making
 * began. So what was made of old rows is never used once the change was announced, also when it is stored
 * after that.
 *
 * Answers and counts expire by themselves; the hash `touched`, with the tags and the clock, is emptied when
 * it is large. Commands inside a script are billed like others, so there are few: see docs/architecture.md.
 */
import { createHash } from 'node:crypto';
import type { OptionalRedis } from './redis.ts';

/** Longest that an answer may be kept, in seconds. */
export const MAX_ANSWER_SECONDS = 3600;

/** Largest answer that is kept, in bytes. */
const MAX_ANSWER_BYTES = 100_000;

/** Tags of an answer, or touched at once, at most: a script takes no more. Of more, all answers are touched. */
const MAX_TAGS = 2000;

/** Tags whose times are known at most, about 10 MB; when there are more, all answers are touched instead. */
const MAX_TOUCHED = 100_000;

const TOUCHED = 'touched';

/** A tag of every answer. */
export const EVERYTHING = 'everything';

export const personTag = (id: string): string => `person:${id}`;
export const eventTag = (id: string): string => `event:${id}`;
export const mediaTag = (id: string): string => `media:${id}`;

/** Calls that one user may make in a window, which begins with the first call. */
export interface RateLimit {
  calls: number;
  seconds: number;
}

export type Reading =
  | { kind: 'refused'; retryAfterSeconds: number }
  | { kind: 'hit'; answer: unknown }
  /** `began` is for {@link storeAnswer}. */
  | { kind: 'miss'; began: number };

/**
 * KEYS: calls, touched, and the answer's if there is one. ARGV: the limit's calls and seconds.
 * Returns the seconds to wait (0 for none), the time, and the answer if there is one that can be used.
 */
const READ = `
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

/** KEYS: touched. ARGV: how many tags it holds at most, the tag of every answer, and the tags. */
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

/** Where the answer to this input is kept: each user, input and deployed revision has its own. */
export function answerKey(callable: string, uid: string, input: unknown): string {
  // A revision may answer in another shape than the one before.
  const revision = process.env['K_REVISION'] ?? 'local';
  return `answer:${revision}:${callable}:${uid}:${digest(JSON.stringify(input))}`;
}

/**
 * Counts a call, and looks for its answer, in one round trip. Resolves to undefined, and the call goes
 * uncounted, when Redis does not answer.
 *
 * @param key see {@link answerKey}; null for a callable whose answers are not kept.
 */
export async function countAndRead(
  redis: OptionalRedis,
  call: { callable: string; uid: string; limit: RateLimit; key: string | null },
): Promise<Reading | undefined> {
  const { callable, uid, limit, key } = call;
  const keys = [`calls:${callable}:${uid}`, TOUCHED, ...(key === null ? [] : [key])];
  const reply = await redis.ask((client) =>
    client.eval<number[], [wait: number, began?: number, answer?: string]>(READ, keys, [
      limit.calls,
      limit.seconds,
    ]),
  );
  if (reply === undefined) return undefined;
  const [wait, began = 0, json] = reply;
  if (wait > 0) return { kind: 'refused', retryAfterSeconds: wait };
  const answer = json === undefined ? undefined : parsed(json);
  return answer === undefined ? { kind: 'miss', began } : { kind: 'hit', answer };
}

/** Keeps an answer, unless it is too large. */
export async function storeAnswer(
  redis: OptionalRedis,
  key: string,
  answer: { began: number; tags: string[]; answer: unknown; seconds: number },
): Promise<void> {
  const names = [EVERYTHING, ...new Set(answer.tags)].map(digest);
  const stored = `${String(answer.began)} ${names.join(' ')}\n${JSON.stringify(answer.answer)}`;
  if (names.length > MAX_TAGS || Buffer.byteLength(stored) > MAX_ANSWER_BYTES) return;
  await redis.ask((client) => client.set(key, stored, { ex: answer.seconds }));
}

/** Touches tags. What Redis did not take is sent with the next ones. */
export class Invalidator {
  readonly #redis: OptionalRedis;
  readonly #unsent = new Set<string>();

  constructor(redis: OptionalRedis) {
    this.#redis = redis;
  }

  /** Resolves when Redis has taken them, or has failed to; never rejects. */
  async touch(tags: Iterable<string>): Promise<void> {
    if (!this.#redis.configured) return;
    this.#add(tags);
    if (this.#unsent.size === 0) return;
    const sent = [...this.#unsent];
    this.#unsent.clear();
    const taken = await this.#redis.ask((client) =>
      client.eval(TOUCH, [TOUCHED], [MAX_TOUCHED, digest(EVERYTHING), ...sent.map(digest)]),
    );
    if (taken === undefined) this.#add(sent);
  }

  #add(tags: Iterable<string>): void {
    for (const tag of tags) this.#unsent.add(tag);
    if (this.#unsent.size <= MAX_TAGS) return;
    this.#unsent.clear();
    this.#unsent.add(EVERYTHING);
  }
}

/** A short name for a text of any length and characters. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Somebody else wrote it: as if it were not there.
    return undefined;
  }
}
