import { Command, InvalidArgumentError } from 'commander';

/** A command line with `--help`, whose mistakes say what to do. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .usage('-- [options]')
    .allowExcessArguments(false)
    .showHelpAfterError('(npm run <command> -- --help shows the options)');
}

/** An option's value that is a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return number;
}

/** An option's value that is a whole number, 1 or more. */
export function positive(text: string): number {
  if (wholeNumber(text) === 0) throw new InvalidArgumentError('It must be 1 or more.');
  return Number(text);
}

/** An option's value that is a share, from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be from 0 to 1.');
  return value;
}

/** Registers how to undo something that was just started. */
export type Cleanup = (undo: () => Promise<void>) => void;

/**
 * Runs a command's work to its end and leaves with an exit code that tells the truth. Whatever was
 * registered with `cleanup` is undone in reverse order: at the end, on an error, and on Ctrl-C.
 */
export async function run(work: (cleanup: Cleanup) => Promise<number>): Promise<never> {
  const undos: (() => Promise<void>)[] = [];
  const failures: string[] = [];
  const undoAll = async (): Promise<void> => {
    // What is still under way fails when what it stands on is stopped, some of it inside libraries where
    // nobody can catch it: that must not end the process before everything is undone.
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, () => undefined);
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error(message(error));
        failures.push(message(error));
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
    // The work fails when what it stands on is stopped: that is no news then.
    if (!interrupted.aborted) console.error(message(error));
  }
  // On Ctrl-C it is the signal's handler that ends the process.
  if (interrupted.aborted) await new Promise(() => undefined);
  await undoAll();
  process.exit(failures.length > 0 ? 1 : code);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
