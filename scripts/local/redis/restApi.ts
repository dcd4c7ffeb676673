import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ChainableCommander, Redis } from 'ioredis';
import { sendJson } from '../httpServer.ts';

type Command = [name: string, ...args: (string | number)[]];

interface Reply {
  result?: unknown;
  error?: string;
}

/**
 * Answers a request to Upstash's REST API: a single command, a pipeline, or a transaction, as described in
 * https://upstash.com/docs/redis/features/restapi.
 */
export async function handleRequest(
  redis: Redis,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await respond(redis, token, request);
  const encoded = request.headers['upstash-encoding'] === 'base64' ? encodeBase64(body) : body;
  sendJson(response, status, encoded as object);
}

async function respond(
  redis: Redis,
  token: string,
  request: IncomingMessage,
): Promise<{ status: number; body: Reply | Reply[] }> {
  if (request.headers.authorization !== `Bearer ${token}`) {
    return { status: 401, body: { error: 'WRONGPASS invalid or missing auth token' } };
  }
  try {
    const body = JSON.parse(await text(request)) as Command | Command[];
    switch (request.url) {
      case '/': {
        const reply = await runCommand(redis, body as Command);
        return { status: reply.error === undefined ? 200 : 400, body: reply };
      }
      case '/pipeline': {
        const replies: Reply[] = [];
        for (const command of body as Command[]) replies.push(await runCommand(redis, command));
        return { status: 200, body: replies };
      }
      case '/multi-exec':
        return { status: 200, body: await runTransaction(redis, body as Command[]) };
      default:
        return { status: 404, body: { error: 'ERR no such endpoint' } };
    }
  } catch (error) {
    return { status: 400, body: { error: toRedisError(error) } };
  }
}

async function runCommand(redis: Redis, command: Command): Promise<Reply> {
  try {
    return { result: flattenMap(await queueCommand(redis, command)) };
  } catch (error) {
    return { error: toRedisError(error) };
  }
}

async function runTransaction(redis: Redis, commands: Command[]): Promise<Reply[]> {
  const transaction = redis.multi();
  for (const command of commands) void queueCommand(transaction, command);
  const replies = (await transaction.exec()) ?? [];
  return replies.map(([error, result]) =>
    error === null ? { result: flattenMap(result) } : { error: toRedisError(error) },
  );
}

/** Calls the client's method for the command. */
function queueCommand(client: Redis | ChainableCommander, [name, ...args]: Command): unknown {
  const command = name.toLowerCase();
  const methods = client as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  const method = methods[command];
  if (method === undefined) throw new Error(`ERR unknown command '${name}'`);
  // The imitation accepts the options of SET only in upper case.
  const upperCased = args.map((arg, index) => (index > 1 ? String(arg).toUpperCase() : arg));
  return method.apply(client, command === 'set' ? upperCased : args);
}

function toRedisError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z]{2,} /.test(message) ? message : `ERR ${message}`;
}

/** Redis returns maps as flat lists of keys and values; the client turns them into objects. */
function flattenMap(result: unknown): unknown {
  return typeof result === 'object' && result !== null && !Array.isArray(result)
    ? Object.entries(result).flat()
    : result;
}

/** Encodes every string except "OK" as base64, which Upstash's SDK requests. */
function encodeBase64(value: unknown): unknown {
  if (typeof value === 'string') return value === 'OK' ? value : Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(encodeBase64);
  if (typeof value !== 'object' || value === null) return value;
  const { result, ...rest } = value as Reply;
  return { ...rest, ...(result !== undefined && { result: encodeBase64(result) }) };
}
