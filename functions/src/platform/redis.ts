import { logger } from './logger.ts';
import type { Redis } from '@upstash/redis';
import { redisToken, redisUrl } from './config.ts';

/** How long a command may take, in milliseconds: an answer from Postgres takes no longer. */
export const TIMEOUT_MS = 250;

/** How long Redis is left alone after a failure, in milliseconds. */
export const REST_MS = 5000;

/**
 * Redis as something that may be missing. A command that fails or is slow resolves to undefined, and
 * Redis is left alone for five seconds; then one command at a time tries whether it answers again.
 */
export class OptionalRedis {
  /** Whether there is one at all. */
  readonly configured: boolean;
  readonly #url: string;
  readonly #token: string;
  #client: Promise<Redis> | undefined;
  #failedAt: number | null = null;
  #probing = false;

  /** @param url of its REST API; empty when there is no Redis. */
  constructor(url: string, token: string) {
    this.configured = url !== '';
    this.#url = url;
    this.#token = token;
  }

  /** Resolves to what Redis answers, or to undefined when it does not answer. Never rejects. */
  async ask<Answer>(command: (redis: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    if (!this.configured) return undefined;
    const probing = this.#failedAt !== null;
    if (probing) {
      if (this.#probing || Date.now() - (this.#failedAt ?? 0) < REST_MS) return undefined;
      this.#probing = true;
    }
    try {
      const answer = await command(await (this.#client ??= open(this.#url, this.#token)));
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

/** This instance's Redis. */
export function redis(): OptionalRedis {
  return (instance ??= configured());
}

function configured(): OptionalRedis {
  const url = redisUrl.value().trim();
  // What is piped into a secret often ends with a line break.
  return new OptionalRedis(url, url === '' ? '' : redisToken.value().trim());
}

/** The client is loaded on first use: many functions need none. */
async function open(url: string, token: string): Promise<Redis> {
  const { Redis } = await import('@upstash/redis');
  return new Redis({
    url,
    token,
    // With `false` the client (1.39.0) tries once more.
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
    enableTelemetry: false,
    automaticDeserialization: false,
    // Commands that happen to meet would share their fate.
    enableAutoPipelining: false,
    // Only text is stored; base64 would make it a third longer.
    responseEncoding: false,
  });
}

/** What went wrong, without the message: that names the URL, or quotes the command. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // Redis' own refusals begin with a code: OOM, WRONGPASS, ERR.
  const refusal = /^[A-Z]{2,}/.exec(error.message)?.[0];
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return [error.name, refusal, code].filter((part) => typeof part === 'string').join(' ');
}
