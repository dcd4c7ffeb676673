import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import RedisMock from 'ioredis-mock';
import type { Cleanup } from '../../lib/command.ts';
import { startProgram } from '../childProcess.ts';
import { startHttpServer } from '../httpServer.ts';
import { freePort } from '../ports.ts';
import { handleRequest } from './restApi.ts';

/** A real `redis-server`, or an imitation in this process. */
export type RedisBackend = 'redis-server' | 'embedded';

export interface RedisEndpoint {
  url: string;
  token: string;
  backend: RedisBackend;
}

/** The backends available on this machine, best first. */
export async function redisBackends(): Promise<RedisBackend[]> {
  try {
    await promisify(execFile)('redis-server', ['--version']);
    return ['redis-server', 'embedded'];
  } catch {
    return ['embedded'];
  }
}

/** Starts an empty, temporary Redis behind the REST API of Upstash. */
export async function startRedis(
  cleanup: Cleanup,
  options: { port?: number; backend?: RedisBackend } = {},
): Promise<RedisEndpoint> {
  const [best = 'embedded'] = await redisBackends();
  const backend = options.backend ?? best;
  const redis = await startBackend(cleanup, backend);
  const token = randomBytes(16).toString('hex');
  const host = await startHttpServer(
    cleanup,
    (request, response) => void handleRequest(redis, token, request, response),
    options.port,
  );
  return { url: `http://${host}`, token, backend };
}

async function startBackend(cleanup: Cleanup, backend: RedisBackend): Promise<Redis> {
  const port = await freePort();
  if (backend === 'redis-server') {
    const address = ['--bind', '127.0.0.1', '--port', String(port)];
    const server = startProgram('redis-server', [...address, '--save', '', '--appendonly', 'no']);
    cleanup(server.stop);
  }
  // Imitations share their data when they have the same port.
  const redis = backend === 'embedded' ? new RedisMock({ port }) : new Redis({ port });
  // The client reconnects while the server starts; later failures reject the command.
  redis.on('error', () => undefined);
  cleanup(() => {
    redis.disconnect();
    return Promise.resolve();
  });
  await redis.ping();
  return redis;
}
