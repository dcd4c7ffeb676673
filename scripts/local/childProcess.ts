import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pidtree from 'pidtree';

/** How long a program may take to end in its own way. */
const GRACE_MS = 20_000;

export interface Program {
  /** Everything the program printed so far, at most the last 64 KiB. */
  output: () => string;
  /** Resolves with a sentence about how it ended, once it has. */
  ended: Promise<string>;
  /** Sends the signal to the program alone. */
  kill: (signal: NodeJS.Signals) => void;
  /** Asks it to end, waits up to 20 s, and ends whatever is left of it and what it started. */
  stop: () => Promise<void>;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches only us and we stop what we
 * started in order. Its output goes to a log file.
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
  const ended = ending(child, command).finally(() => log?.end());
  return {
    output: () => output,
    ended,
    kill: (signal) => child.kill(signal),
    async stop() {
      const started = await descendants(child);
      child.kill('SIGINT');
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
      for (const pid of started) killHard(pid);
      await ended;
    },
  };
}

async function ending(child: ChildProcess, command: string): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return `${command} ended with ${signal ?? `exit code ${String(code)}`}`;
  } catch (error) {
    return `${command} did not start: ${String(error)}`;
  }
}

/** The program and all it started; firebase-tools for one leaves a Java behind when it ends. */
async function descendants({ pid, exitCode, signalCode }: ChildProcess): Promise<number[]> {
  if (pid === undefined || exitCode !== null || signalCode !== null) return [];
  try {
    return await pidtree(pid, { root: true });
  } catch {
    // No `ps` on this machine: its process group is what we know of.
    return [-pid];
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
