import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Redis, type ChainableCommander } from 'ioredis';
import RedisMock from 'ioredis-mock';
import type { Cleanup } from '../lib/command.ts';
import { startProgram } from './childProcess.ts';
import { freePort } from './ports.ts';

/** What holds the data: a real `redis-server`, or one that is imitated in this process. */
export type RedisBackend = 'redis-server' | 'embedded';

export interface RedisEndpoint {
  url: string;
  token: string;
  backend: RedisBackend;
}

type Command = [name: string, ...args: (string | number)[]];

/** The backends that this machine has, the best first. */
export async function redisBackends(): Promise<RedisBackend[]> {
  try {
    await promisify(execFile)('redis-server', ['--version']);
    return ['redis-server', 'embedded'];
  } catch {
    return ['embedded'];
  }
}

/**
 * Starts an empty, throw-away Redis behind the REST API of Upstash: one command, a pipeline, or a
 * transaction, as in https://upstash.com/docs/redis/features/restapi.
 */
export async function startRedis(
  cleanup: Cleanup,
  options: { port?: number; backend?: RedisBackend } = {},
): Promise<RedisEndpoint> {
  const [best = 'embedded'] = await redisBackends();
  const backend = options.backend ?? best;
  const redis = await startBackend(cleanup, backend);
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => void serve(redis, token, request, response));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  cleanup(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${String(port)}`, token, backend };
}

async function startBackend(cleanup: Cleanup, backend: RedisBackend): Promise<Redis> {
  const port = await freePort();
  if (backend === 'redis-server') {
    const listen = ['--bind', '127.0.0.1', '--port', String(port)];
    const server = startProgram('redis-server', [...listen, '--save', '', '--appendonly', 'no']);
    cleanup(server.stop);
  }
  // Imitations with the same port share their data.
  const redis = backend === 'embedded' ? new RedisMock({ port }) : new Redis({ port });
  // While the server starts it tries again; what fails later fails the command.
  redis.on('error', () => undefined);
  cleanup(() => {
    redis.disconnect();
    return Promise.resolve();
  });
  await redis.ping();
  return redis;
}

async function serve(
  redis: Redis,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await answer(redis, token, request);
  const encoded = request.headers['upstash-encoding'] === 'base64' ? base64(body) : body;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(encoded));
}

interface Reply {
  result?: unknown;
  error?: string;
}

async function answer(
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
        const reply = await runOne(redis, body as Command);
        return { status: reply.error === undefined ? 200 : 400, body: reply };
      }
      case '/pipeline': {
        const replies: Reply[] = [];
        for (const command of body as Command[]) replies.push(await runOne(redis, command));
        return { status: 200, body: replies };
      }
      case '/multi-exec':
        return { status: 200, body: await runTransaction(redis, body as Command[]) };
      default:
        return { status: 404, body: { error: 'ERR no such endpoint' } };
    }
  } catch (error) {
    return { status: 400, body: { error: messageOf(error) } };
  }
}

async function runOne(redis: Redis, command: Command): Promise<Reply> {
  try {
    return { result: flat(await queue(redis, command)) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

async function runTransaction(redis: Redis, commands: Command[]): Promise<Reply[]> {
  const transaction = redis.multi();
  for (const command of commands) void queue(transaction, command);
  const replies = (await transaction.exec()) ?? [];
  return replies.map(([error, result]) =>
    error === null ? { result: flat(result) } : { error: messageOf(error) },
  );
}

/** Hands a command to the client's method of that name. */
function queue(to: Redis | ChainableCommander, [name, ...args]: Command): unknown {
  const command = name.toLowerCase();
  const method = (to as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[command];
  if (method === undefined) throw new Error(`ERR unknown command '${name}'`);
  // The imitation knows the options of SET in capitals only.
  const shouted = args.map((arg, index) => (index > 1 ? String(arg).toUpperCase() : arg));
  return method.apply(to, command === 'set' ? shouted : args);
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z]{2,} /.test(message) ? message : `ERR ${message}`;
}

/** Maps, as lists of keys and values: what Redis itself answers. */
function flat(result: unknown): unknown {
  return typeof result === 'object' && result !== null && !Array.isArray(result)
    ? Object.entries(result).flat()
    : result;
}

/** Every text but "OK" as base64, which the vendor's SDK asks for. */
function base64(value: unknown): unknown {
  if (typeof value === 'string') return value === 'OK' ? value : Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(base64);
  if (typeof value !== 'object' || value === null) return value;
  const { result, ...rest } = value as Reply;
  return { ...rest, ...(result !== undefined && { result: base64(result) }) };
}
