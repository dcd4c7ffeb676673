import type { Cleanup } from '../lib/command.ts';
import type { Program } from '../local/childProcess.ts';
import { PROJECT } from '../local/project.ts';
import { freePort } from '../local/ports.ts';
import { awaitListening, serveEventFunction } from '../local/servedFunction.ts';
import { PostgresProxy } from './postgresProxy.ts';

interface Dependencies {
  databaseUrl: string;
  firestoreHost: string;
  logFile: string;
  /** Further settings of the writer. */
  environment?: Record<string, string>;
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
    const { databaseUrl, firestoreHost, logFile, environment } = this.#dependencies;
    const url = new URL(databaseUrl);
    url.port = String(this.proxy.port);
    const program = serveEventFunction('applyChanges', {
      port: this.port,
      env: {
        ERASURE_KEY: process.env['ERASURE_KEY'] ?? '',
        ...environment,
        ...{ DATABASE_URL: url.href, GCLOUD_PROJECT: PROJECT, FIRESTORE_EMULATOR_HOST: firestoreHost },
      },
      logFile,
    });
    this.#program = program;
    void program.ended.then((reason) => {
      this.isReady = false;
      if (this.#isStopping) return;
      if (!reason.includes('SIGKILL')) this.unexpectedExits += 1;
      void this.#launch();
    });
    const isListening = await awaitListening(program, this.port);
    if (isListening && this.#program === program && !this.#isStopping) this.isReady = true;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    await this.#program?.stop();
  }
}
