import { isUnavailable } from '../../functions/src/platform/databaseErrors.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { ReplayedChanges } from './changes.ts';
import { runNight } from './jobs.ts';
import { KINDS } from './kinds.ts';
import { BadLine, parseLine, type Ask, type Entry } from './timeline.ts';
import { callContext } from '../lib/callContext.ts';

/** The answer to one question. */
export interface Answer {
  id: string | number;
  kind: string;
  /** The ranking, best first, and the score of each id. */
  ids: string[];
  scores: number[];
  /** How long answering took. */
  milliseconds: number;
}

export interface ReplayCounts {
  changes: number;
  nights: number;
  questions: number;
  /** Lines that were skipped. */
  bad: number;
}

interface Listener {
  answer: (answer: Answer) => Promise<void> | void;
  /** Called for each line that is skipped, counted from 1, with the reason. */
  bad: (line: number, problem: string) => void;
  /** Called with the number of lines done. */
  progress?: (lines: number) => void;
}

/**
 * Replays a timeline into a database: changes go through the writer, nights run the scheduled jobs, and questions are
 * answered by the domain functions of the callables, with the clock set to the time of the line.
 *
 * @throws errors that are not the fault of a line, such as a lost connection or a failed job
 */
export async function replay(
  sql: Sql,
  lines: AsyncIterable<string> | Iterable<string>,
  { answer, bad, progress }: Listener,
): Promise<ReplayCounts> {
  const counts = { changes: 0, nights: 0, questions: 0, bad: 0 };
  const changes = new ReplayedChanges(sql, (line, problem) => {
    counts.changes -= 1;
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
        throw new BadLine(`"at" is earlier than on a line before: ${String(entry.at)} after ${String(last)}`);
      last = entry.at;
      await apply(entry);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      skip(number, error.message);
    }
    progress?.(number);
  }
  await changes.flush();
  return counts;

  async function apply(entry: Entry): Promise<void> {
    if ('change' in entry) {
      await changes.add(number, entry.at, entry.change);
      counts.changes += 1;
      return;
    }
    await changes.flush();
    await changes.analyse();
    const now = new Date(entry.at);
    if ('run' in entry) {
      await runNight(sql, now);
      counts.nights += 1;
    } else {
      await answer(await ask(sql, now, entry.ask));
      counts.questions += 1;
    }
  }

  function skip(line: number, problem: string): void {
    counts.bad += 1;
    bad(line, problem);
  }
}

async function ask(sql: Sql, now: Date, { id, kind, userId, input, candidates }: Ask): Promise<Answer> {
  const answerer = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (answerer === undefined) {
    throw new BadLine(`ask.kind must be one of ${Object.keys(KINDS).join(', ')}, not "${kind}".`);
  }
  const { limit = candidates?.length ?? 10, ...others } = input;
  const context = callContext(sql, userId, { now });
  const started = performance.now();
  const ranked = await orBadLine(answerer(context, others, { limit, candidates: candidates ?? null }));
  const milliseconds = Number((performance.now() - started).toFixed(2));
  return {
    id,
    kind,
    ids: ranked.map((item) => item.id),
    scores: ranked.map((item) => item.score),
    milliseconds,
  };
}

/** A question that a callable rejects is a bad line and does not end the replay. */
async function orBadLine<Value>(answering: Promise<Value>): Promise<Value> {
  try {
    return await answering;
  } catch (error) {
    if (isUnavailable(error) || !(error instanceof Error)) throw error;
    throw new BadLine(error.message, { cause: error });
  }
}
