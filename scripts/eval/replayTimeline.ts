import { connect } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { replay, type Answer } from '../replay/replay.ts';
import type { Entry } from '../replay/timeline.ts';

/**
 * Replays a timeline into a scratch database.
 *
 * @returns the answers to its questions, by the id of the question
 * @throws when a line cannot be used, since the figures would then mean nothing
 */
export async function replayTimeline(
  cleanup: Cleanup,
  entries: readonly Entry[],
): Promise<Map<string, Answer>> {
  const url = await startPostgres(cleanup);
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const answers = new Map<string, Answer>();
  const bar = progress('Replaying', entries.length);
  const lines = entries.map((entry) => JSON.stringify(entry));
  const { bad } = await replay(sql, lines, {
    answer: (answer) => void answers.set(String(answer.id), answer),
    bad(line, problem) {
      console.error(`line ${String(line)}: ${problem}`);
    },
    progress: bar.update,
  });
  bar.stop();
  if (bad > 0)
    throw new Error('Some lines of the timeline cannot be used, so the figures would mean nothing.');
  return answers;
}
