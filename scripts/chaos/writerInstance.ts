import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { startProgram, type Program } from '../local/childProcess.ts';
import { PROJECT } from '../local/emulators.ts';
import { freePort } from '../local/ports.ts';
import { PostgresProxy } from './postgresProxy.ts';

const FRAMEWORK = fileURLToPath(
  new URL('../../node_modules/@google-cloud/functions-framework/build/src/main.js', import.meta.url),
);

interface Dependencies {
  databaseUrl: string;
  firestoreHost: string;
  logFile: string;
}

/**
 * One instance of the built writer, served as in production, with its own proxy to Postgres. When it exits,
 * for any reason, it is started again, as on the platform.
 */
export class WriterInstance {
  readonly proxy: PostgresProxy;
  readonly port: number;
  /** Whether it accepts messages. */
  isReady = false;
  /** How often it exited without having been killed. */
  unexpectedExits = 0;
  readonly #dependencies: Dependencies;
  #program: Program | undefined;
  #isStopping = false;

  private constructor(proxy: PostgresProxy, port: number, dependencies: Dependencies) {
    this.proxy = proxy;
    this.port = port;
    this.#dependencies = dependencies;
  }

  /** Starts an instance and waits until it accepts messages. */
  static async start(cleanup: Cleanup, dependencies: Dependencies): Promise<WriterInstance> {
    const proxy = await PostgresProxy.start(Number(new URL(dependencies.databaseUrl).port));
    cleanup(() => proxy.stop());
    const instance = new WriterInstance(proxy, await freePort(), dependencies);
    cleanup(() => instance.#stop());
    await instance.#launch();
    return instance;
  }

  /** Kills it like a crash: nothing in progress is finished. */
  kill(): void {
    this.isReady = false;
    this.#program?.kill('SIGKILL');
  }

  async #launch(): Promise<void> {
    const { databaseUrl, firestoreHost, logFile } = this.#dependencies;
    const url = new URL(databaseUrl);
    url.port = String(this.proxy.port);
    const target = ['--target=applyChanges', '--signature-type=cloudevent', `--port=${String(this.port)}`];
    const program = startProgram(
      process.execPath,
      [FRAMEWORK, `--source=${join(ROOT, 'functions')}`, ...target],
      {
        env: {
          DATABASE_URL: url.href,
          GCLOUD_PROJECT: PROJECT,
          FIRESTORE_EMULATOR_HOST: firestoreHost,
          // Looking for Google Cloud's metadata server takes seconds, and there is none.
          METADATA_SERVER_DETECTION: 'none',
        },
        logFile,
      },
    );
    this.#program = program;
    void program.ended.then((reason) => {
      this.isReady = false;
      if (this.#isStopping) return;
      if (!reason.includes('SIGKILL')) this.unexpectedExits += 1;
      void this.#launch();
    });
    const isCurrent = (): boolean => this.#program === program && !this.#isStopping;
    while (isCurrent() && !(await isListening(this.port))) await sleep(50);
    if (isCurrent()) this.isReady = true;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    await this.#program?.stop();
  }
}

async function isListening(port: number): Promise<boolean> {
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
