import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pidtree from 'pidtree';

/** How long a program may take to shut down after SIGINT. */
const GRACE_MS = 20_000;

export interface Program {
  /** The program's output so far, limited to the last 64 KiB. */
  output: () => string;
  /** Resolves when the program ends, with a sentence that says how. Never rejects. */
  ended: Promise<string>;
  /** Sends a signal to the program only, not to its children. */
  kill: (signal: NodeJS.Signals) => void;
  /** Sends SIGINT, waits up to 20 s, then kills the program and its descendants if any are left. */
  stop: () => Promise<void>;
}

/**
 * Starts a program in its own process group, so that Ctrl-C reaches only this process, which then stops its programs in
 * order. The output also goes to `logFile`.
 */
export function startProgram(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; logFile?: string } = {},
): Program {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = options.logFile === undefined ? null : createWriteStream(options.logFile, { flags: 'a' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-65_536);
      log?.write(chunk);
    });
  }
  const ended = describeExit(child, command).finally(() => log?.end());
  return {
    output: () => output,
    ended,
    kill: (signal) => child.kill(signal),
    async stop() {
      const pids = await processTree(child);
      child.kill('SIGINT');
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
      for (const pid of pids) forceKill(pid);
      await ended;
    },
  };
}

async function describeExit(child: ChildProcess, command: string): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return `${command} ended with ${signal ?? `exit code ${String(code)}`}`;
  } catch (error) {
    return `${command} did not start: ${String(error)}`;
  }
}

/** The program and its descendants; firebase-tools, for example, leaves a Java process behind. */
async function processTree({ pid, exitCode, signalCode }: ChildProcess): Promise<number[]> {
  if (pid === undefined || exitCode !== null || signalCode !== null) return [];
  try {
    return await pidtree(pid, { root: true });
  } catch {
    // This machine has no `ps`; fall back to the process group.
    return [-pid];
  }
}

function forceKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}
