import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';

/** Processes that run files of `scripts/`. The cleanup kills those that still run, and no other starts after it. */
export class ChildProcesses {
  readonly #running = new Set<ChildProcess>();
  #isStopping = false;

  constructor(cleanup: Cleanup) {
    cleanup(() => this.#stop());
  }

  /**
   * Starts a file in a process group of its own: Ctrl-C in a terminal reaches this process alone, which then stops
   * everything in order.
   */
  start(file: string, args: string[], environment: NodeJS.ProcessEnv): ChildProcess {
    if (this.#isStopping) throw new Error('Everything is being stopped.');
    const child = fork(join(ROOT, 'scripts', file), args, {
      ...{ env: { ...process.env, ...environment }, execArgv: ['--disable-warning=ExperimentalWarning'] },
      ...{ detached: true, silent: true },
    });
    child.stderr?.resume();
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  /** Runs an operator's command. Resolves to its exit code. */
  async run(name: string, args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
    const child = this.start(`${name}.ts`, args, environment);
    child.stdout?.resume();
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    const ended = [...this.#running].map((child) => once(child, 'exit'));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}
