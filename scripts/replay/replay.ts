import { DomainError } from '../../functions/src/platform/errors.ts';
import { isTransient, type Sql } from '../../functions/src/platform/postgres.ts';
import { Changes } from './changes.ts';
import { runNight } from './jobs.ts';
import { KINDS } from './kinds.ts';
import { BadLine, parseLine, type Ask, type Entry } from './timeline.ts';
import { callContext } from '../lib/callContext.ts';

/** What became of a question. */
export interface Answer {
  id: string | number;
  kind: string;
  /** The ranking, the best first, with a score for each. */
  ids: string[];
  scores: number[];
  /** What answering took. */
  milliseconds: number;
}

export interface Replayed {
  changes: number;
  nights: number;
  asks: number;
  bad: number;
}

interface Listener {
  answer: (answer: Answer) => Promise<void> | void;
  /** A line that was skipped, counted from 1, and why. */
  bad: (line: number, problem: string) => void;
  /** How many lines are done. */
  progress?: (lines: number) => void;
}

/**
 * Replays a timeline into a database: changes go through the writer, nights run the scheduled jobs, and
 * questions are answered by the callables' own handlers, with the clock set to the line's time.
 *
 * @throws what is no line's fault: a lost connection, a night that failed.
 */
export async function replay(
  sql: Sql,
  lines: AsyncIterable<string> | Iterable<string>,
  { answer, bad, progress }: Listener,
): Promise<Replayed> {
  const done = { changes: 0, nights: 0, asks: 0, bad: 0 };
  const changes = new Changes(sql, (line, problem) => {
    done.changes -= 1;
    skip(line, problem);
  });
  let last = 0;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      const entry = parseLine(line);
      if (entry.at < last)
        throw new BadLine(`it is earlier than a line before it: ${String(entry.at)} after ${String(last)}`);
      last = entry.at;
      await happen(entry);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      skip(number, error.message);
    }
    progress?.(number);
  }
  await changes.flush();
  return done;

  async function happen(entry: Entry): Promise<void> {
    if ('change' in entry) {
      await changes.add(number, entry.at, entry.change);
      done.changes += 1;
      return;
    }
    await changes.flush();
    await changes.analyze();
    const now = new Date(entry.at);
    if ('run' in entry) {
      await runNight(sql, now);
      done.nights += 1;
    } else {
      await answer(await ask(sql, now, entry.ask));
      done.asks += 1;
    }
  }

  function skip(line: number, problem: string): void {
    done.bad += 1;
    bad(line, problem);
  }
}

async function ask(sql: Sql, now: Date, { id, kind, userId, input, candidates }: Ask): Promise<Answer> {
  const answerer = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (answerer === undefined) {
    throw new BadLine(`ask.kind: there is no "${kind}", but ${Object.keys(KINDS).join(', ')}`);
  }
  const { limit = candidates?.length ?? 10, ...others } = input;
  const context = callContext(sql, userId, { now });
  const started = performance.now();
  const ranked = await answered(answerer(context, others, { limit, candidates: candidates ?? null }));
  const milliseconds = Number((performance.now() - started).toFixed(2));
  return { id, kind, ids: ranked.map((one) => one.id), scores: ranked.map((one) => one.score), milliseconds };
}

/** What a callable refuses is the question's fault, and ends no replay. */
async function answered<Answered>(answering: Promise<Answered>): Promise<Answered> {
  try {
    return await answering;
  } catch (error) {
    const lost = isTransient(error) && !(error instanceof DomainError);
    if (lost || !(error instanceof Error)) throw error;
    throw new BadLine(error.message, { cause: error });
  }
}
