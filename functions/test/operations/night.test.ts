import assert from 'node:assert/strict';
import '../../src/index.ts';
import { nightOrder } from '../../src/operations/night.ts';
import { registeredJobs, type JobDefinition } from '../../src/platform/job.ts';

const job = (name: string, after?: string[]): JobDefinition => ({
  name,
  does: '',
  schedule: '0 1 * * *',
  deadlineHours: 26,
  options: {},
  run: () => Promise.resolve(0),
  ...(after !== undefined && { after }),
});
const order = (...jobs: JobDefinition[]): string[] => nightOrder(jobs).map(({ name }) => name);

/** Seconds after midnight at which a job starts; null if it runs all day. */
function startSeconds(schedule: string): number | null {
  const [, minutes, hours] = /^(\d+) (\d+) \* \* [*1]$/.exec(schedule) ?? [];
  return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60;
}

describe('nightOrder', () => {
  it('puts each job behind the jobs it waits for, also by a detour', () => {
    assert.deepEqual(order(job('report', ['counts']), job('counts', ['scores']), job('scores', [])), [
      'scores',
      'counts',
      'report',
    ]);
  });

  it('keeps the given order of independent jobs', () => {
    assert.deepEqual(order(job('b', []), job('d', ['c']), job('a', []), job('c', [])), ['b', 'a', 'c', 'd']);
  });

  it('leaves out jobs that run all day', () => {
    assert.deepEqual(order(job('watch'), job('scores', [])), ['scores']);
  });

  it('names a job that is waited for but is not a job of the night', () => {
    assert.throws(() => order(job('counts', ['scors'])), /counts runs after scors, which is not/);
    assert.throws(() => order(job('counts', ['watch']), job('watch')), /counts runs after watch/);
  });

  it('names the jobs of a cycle', () => {
    assert.throws(() => order(job('a', ['b']), job('b', ['a']), job('c', [])), /wait for each other: a, b$/);
    assert.throws(() => order(job('a', ['a'])), /wait for each other: a$/);
  });
});

describe('the deployed schedule', () => {
  it('starts each job of the night when the jobs it waits for are done or have timed out', () => {
    const night = new Map(nightOrder(registeredJobs()).map((definition) => [definition.name, definition]));
    assert.ok(night.size > 5);
    for (const { name, schedule, after = [] } of night.values()) {
      const start = startSeconds(schedule);
      assert.ok(start !== null, `${name} is scheduled for a time of day`);
      for (const earlier of after) {
        const definition = night.get(earlier)!;
        const end = startSeconds(definition.schedule)! + Number(definition.options.timeoutSeconds);
        assert.ok(end <= start, `${name} may start before ${earlier} has ended`);
      }
    }
  });

  it('has a time of day only for jobs that say what they run after', () => {
    for (const { name, schedule, after } of registeredJobs()) {
      assert.equal(startSeconds(schedule) !== null, after !== undefined, name);
    }
  });
});
