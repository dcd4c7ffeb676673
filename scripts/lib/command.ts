import { Command, InvalidArgumentError } from 'commander';
import { setLogSink } from '../../functions/src/platform/logger.ts';

/** A command-line parser with `--help`, whose errors point to it. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .usage('-- [options]')
    .configureHelp({ commandUsage })
    .allowExcessArguments(false)
    .showHelpAfterError(`("${name} -- --help" shows the options)`);
}

/** How a command or a subcommand is typed: npm takes options only after `--`. */
function commandUsage(self: Command): string {
  const typed = self.parent === null ? self.name() : `${self.parent.name()} -- ${self.name()}`;
  return `${typed} ${self.usage()}`;
}

/** Parses an option that must be a non-negative integer. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError('It must be a whole number of at least 0.');
  return number;
}

/** Parses an option that must be a positive integer. */
export function positive(text: string): number {
  if (wholeNumber(text) === 0) throw new InvalidArgumentError('It must be at least 1.');
  return Number(text);
}

/** Parses an option that must be a fraction from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

/** Parses an option that must be a day. */
export function day(text: string): string {
  const time = new Date(text);
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError('It must be a day, such as 2026-03-01.');
  return text;
}

/** Registers how to undo what was just started. */
export type Cleanup = (undo: () => Promise<void>) => void;

/**
 * Runs a command and exits with its exit code, or with 1 on an error. On success, error and Ctrl-C alike, everything
 * registered with `cleanup` is undone in reverse order first. Warnings and errors that the suite logs go to stderr; its
 * informational entries, which are for Cloud Logging, are dropped.
 */
export async function run(work: (cleanup: Cleanup) => Promise<number>): Promise<never> {
  setLogSink((severity, message, fields) => {
    if (severity !== 'info') console.error(`${severity}: ${message}`, fields ?? '');
  });
  const undos: (() => Promise<void>)[] = [];
  let cleanupFailures = 0;
  const undoAll = async (): Promise<void> => {
    // Work in progress fails when its services stop, sometimes inside libraries where it cannot be caught. That must
    // not end the process before everything is undone.
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, () => undefined);
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error(message(error));
        cleanupFailures += 1;
      }
    }
  };
  const interruption = new AbortController();
  const interrupted = interruption.signal;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.aborted) return;
      interruption.abort();
      console.log('\nStopping ...');
      void undoAll().then(() => process.exit(130));
    });
  }
  let code = 1;
  try {
    code = await work((undo) => undos.push(undo));
  } catch (error) {
    // After an interruption, failures are expected.
    if (!interrupted.aborted) console.error(message(error));
  }
  // On Ctrl-C, the signal handler ends the process.
  if (interrupted.aborted) await new Promise(() => undefined);
  await undoAll();
  process.exit(cleanupFailures > 0 ? 1 : code);
}

function message(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!text.includes('Could not load the default credentials')) return text;
  return 'There are no credentials to run with: run "gcloud auth application-default login" once. For the system on this machine, set what "npm start" prints.';
}
