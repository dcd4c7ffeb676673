/**
 * Answers that callables keep in Redis, and the counts of their calls.
 *
 * An answer carries the tags of everybody and everything it shows or depends on, and the time at which
 * its making began. Whoever changes one of those touches its tag: from then on, answers that began
 * before are not used. So an answer made of old rows is never used after the change was announced, also
 * when it is stored after that.
 *
 * Every key but `touched` expires by itself; its members are dropped two hours after they were touched.
 * All times are Redis' own. A script's inner commands are billed like others: see the README for sums.
 */
import { createHash } from 'node:crypto';
import type { OptionalRedis } from './redis.ts';

/** Longest that an answer may be kept, in seconds. */
export const MAX_ANSWER_SECONDS = 3600;

/** How long it is known that a tag was touched: longer than an answer is kept and takes to be made. */
const TOUCHED_SECONDS = 2 * MAX_ANSWER_SECONDS;

/** Largest answer that is kept, in bytes. */
const MAX_ANSWER_BYTES = 100_000;

/** Tags that are touched at once at most; of more, all answers are touched. */
const MAX_TAGS = 2000;

const TOUCHED = 'touched';

/** A tag of every answer. */
const EVERYTHING = 'everything';

export const personTag = (id: string): string => `person:${id}`;
export const eventTag = (id: string): string => `event:${id}`;

/** Calls that one user may make in a window, which begins with the first call. */
export interface RateLimit {
  calls: number;
  seconds: number;
}

export type Reading =
  | { kind: 'refused'; retryAfterSeconds: number }
  | { kind: 'hit'; answer: unknown }
  /** `began` is for {@link storeAnswer}. */
  | { kind: 'miss'; began: string };

/**
 * KEYS: calls, touched, and the answer's if there is one. ARGV: the limit's calls and seconds.
 * Returns the seconds to wait (0 for none), the time, and the answer or nil.
 */
const READ = `
local calls = redis.call('incr', KEYS[1])
if calls == 1 then redis.call('expire', KEYS[1], ARGV[2]) end
if calls > tonumber(ARGV[1]) then return { math.max(redis.call('ttl', KEYS[1]), 1) } end
if not KEYS[3] then return { 0, '' } end
local stored = redis.call('get', KEYS[3])
local began, tags, answer = string.match(stored or '', '^(%d+) ([^\\n]*)\\n(.*)$')
if began then
  local names = {}
  for name in string.gmatch(tags, '%S+') do names[#names + 1] = name end
  local fresh = true
  for _, touched in ipairs(redis.call('zmscore', KEYS[2], unpack(names))) do
    if (tonumber(touched) or 0) >= tonumber(began) then fresh = false end
  end
  if fresh then return { 0, began, answer } end
end
local time = redis.call('time')
return { 0, string.format('%d%06d', time[1], time[2]) }`;

/** KEYS: touched. ARGV: the seconds it is known, and the tags. */
const TOUCH = `
local time = redis.call('time')
local now = string.format('%d%06d', time[1], time[2])
local scored = {}
for index = 2, #ARGV do
  scored[#scored + 1] = now
  scored[#scored + 1] = ARGV[index]
end
redis.call('zadd', KEYS[1], unpack(scored))
redis.call('zremrangebyscore', KEYS[1], '-inf', string.format('%.0f', now - ARGV[1] * 1000000))
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
    client.eval<number[], [wait: number, began?: string, answer?: string]>(READ, keys, [
      limit.calls,
      limit.seconds,
    ]),
  );
  if (reply === undefined) return undefined;
  const [wait, began = '', json] = reply;
  if (wait > 0) return { kind: 'refused', retryAfterSeconds: wait };
  const answer = json === undefined ? undefined : parsed(json);
  return answer === undefined ? { kind: 'miss', began } : { kind: 'hit', answer };
}

/** Keeps an answer, unless it is too large. */
export async function storeAnswer(
  redis: OptionalRedis,
  key: string,
  answer: { began: string; tags: string[]; answer: unknown; seconds: number },
): Promise<void> {
  const names = [EVERYTHING, ...new Set(answer.tags)].map(digest);
  const stored = `${answer.began} ${names.join(' ')}\n${JSON.stringify(answer.answer)}`;
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
      client.eval(TOUCH, [TOUCHED], [TOUCHED_SECONDS, ...sent.map(digest)]),
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
