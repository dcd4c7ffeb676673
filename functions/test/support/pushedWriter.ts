import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { PubSub, type Topic } from '@google-cloud/pubsub';
import { CHANGES_TOPIC } from '../../src/platform/config.ts';

const FUNCTIONS = fileURLToPath(new URL('../..', import.meta.url));
const FRAMEWORK = fileURLToPath(
  new URL('../../../node_modules/@google-cloud/functions-framework/build/src/main.js', import.meta.url),
);

/**
 * The built writer, served as in production: Pub/Sub pushes to it over HTTP, and what it does not
 * acknowledge comes again. (The functions emulator acknowledges everything.)
 */
export class PushedWriter {
  readonly topic: Topic;
  readonly #client: PubSub;
  readonly #databaseUrl: string;
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(client: PubSub, topic: Topic, databaseUrl: string, port: number) {
    this.#client = client;
    this.topic = topic;
    this.#databaseUrl = databaseUrl;
    this.#port = port;
  }

  /** Creates the topic and its push subscription, and starts the writer. */
  static async start(projectId: string, databaseUrl: string): Promise<PushedWriter> {
    const client = new PubSub({ projectId });
    const port = await freePort();
    const [topic] = await client.createTopic(CHANGES_TOPIC);
    await topic.createSubscription('writer', {
      pushEndpoint: `http://127.0.0.1:${String(port)}/projects/${projectId}/topics/${CHANGES_TOPIC}`,
      ackDeadlineSeconds: 10,
      retryPolicy: { minimumBackoff: { seconds: 0, nanos: 100_000_000 }, maximumBackoff: { seconds: 1 } },
    });
    const writer = new PushedWriter(client, topic, databaseUrl, port);
    await writer.restart();
    return writer;
  }

  /** Starts the writer again, and waits until it listens. */
  async restart(): Promise<void> {
    const target = ['--target=applyChanges', '--signature-type=cloudevent', `--port=${String(this.#port)}`];
    const server = spawn(process.execPath, [FRAMEWORK, `--source=${FUNCTIONS}`, ...target], {
      env: { ...process.env, DATABASE_URL: this.#databaseUrl, GCLOUD_PROJECT: this.#client.projectId },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#server = server;
    // As the platform does with an instance that ends by itself.
    server.once('exit', (code) => {
      if (code !== null) void this.restart();
    });
    // Whatever it logs has to be read, or its pipe fills up.
    server.stdout.resume();
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (server.exitCode !== null) throw new Error(`the writer ended with ${String(server.exitCode)}`);
      if (await listens(this.#port)) return;
      await sleep(50);
    }
    throw new Error('the writer did not start to listen');
  }

  /** Ends the writer as a crash does: nothing it was doing is finished. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.topic.subscription('writer').delete();
    await this.topic.delete();
    await this.kill();
    await this.#client.close();
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
