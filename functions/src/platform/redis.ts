import { logger } from './logger.ts';
import type { Redis } from '@upstash/redis';
import { redisToken, redisUrl } from './config.ts';
import { problemOfUrl } from './thisMachine.ts';

/** Time limit of a command, in milliseconds: about what an answer from Postgres takes. */
export const TIMEOUT_MS = 250;

/** That of work that is repeated from its beginning if one of its thousands of commands is not answered. */
const PATIENT_TIMEOUT_MS = 10_000;

/** How long no command is sent after a failure, in milliseconds. */
export const RETRY_DELAY_MS = 5000;

/**
 * A Redis that may be missing: a circuit breaker. A command that fails or is slow resolves to undefined, and so does
 * every command in the next five seconds. Then one command at a time probes whether Redis answers again.
 */
export class OptionalRedis {
  /** Whether there is a Redis at all. */
  readonly configured: boolean;
  readonly #url: string;
  readonly #token: string;
  readonly #timeoutMs: number;
  #client: Promise<Redis> | undefined;
  #failedAt: number | null = null;
  #probing = false;

  /** @param url the URL of its REST API; empty when there is no Redis. */
  constructor(url: string, token: string, timeoutMs = TIMEOUT_MS) {
    this.configured = url !== '';
    this.#url = url;
    this.#token = token;
    this.#timeoutMs = timeoutMs;
  }

  /** Resolves to the answer of Redis, or to undefined when it does not answer. Never rejects. */
  async ask<Answer>(command: (redis: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    if (!this.configured) return undefined;
    const probing = this.#failedAt !== null;
    if (probing) {
      if (this.#probing || Date.now() - (this.#failedAt ?? 0) < RETRY_DELAY_MS) return undefined;
      this.#probing = true;
    }
    try {
      const answer = await command(await (this.#client ??= open(this.#url, this.#token, this.#timeoutMs)));
      if (this.#failedAt !== null) logger.info('Redis answers again');
      this.#failedAt = null;
      return answer;
    } catch (error) {
      if (this.#failedAt === null) logger.warn('Redis does not answer', { cause: causeOf(error) });
      this.#failedAt = Date.now();
      return undefined;
    } finally {
      if (probing) this.#probing = false;
    }
  }
}

let instance: OptionalRedis | undefined;
let patientInstance: OptionalRedis | undefined;

/** This instance's Redis. */
export function redis(): OptionalRedis {
  return (instance ??= configured(TIMEOUT_MS));
}

/** The same for work in the background that reads all of it, and for which only an answer will do. */
export function patientRedis(): OptionalRedis {
  return (patientInstance ??= configured(PATIENT_TIMEOUT_MS));
}

function configured(timeoutMs: number): OptionalRedis {
  const url = usableUrl(redisUrl.value().trim());
  // A secret that was piped in often ends with a line break.
  return new OptionalRedis(url, url === '' ? '' : redisToken.value().trim(), timeoutMs);
}

/** The URL, or none if the token would travel unencrypted: as when Redis is down, everything but it works. */
function usableUrl(url: string): string {
  const problem = url === '' ? null : problemOfUrl(url, redisUrl.name);
  if (problem === null) return url;
  logger.error('Redis is not used', { reason: problem });
  return '';
}

/** Loads the client on first use: many functions need none. */
async function open(url: string, token: string, timeoutMs: number): Promise<Redis> {
  const { Redis } = await import('@upstash/redis');
  return new Redis({
    url,
    token,
    // With `retry: false` the client (1.39.0) retries once.
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
    enableTelemetry: false,
    automaticDeserialization: false,
    // Pipelined commands fail together.
    enableAutoPipelining: false,
    // All values are text; base64 would make them a third longer.
    responseEncoding: false,
  });
}

/** The kind of an error, without its message, which names the URL or quotes the command. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // Errors of Redis itself begin with a code: OOM, WRONGPASS, ERR.
  const refusal = /^[A-Z]{2,}/.exec(error.message)?.[0];
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return [error.name, refusal, code].filter((part) => typeof part === 'string').join(' ');
}
