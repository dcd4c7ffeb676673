import assert from 'node:assert/strict';
import { streaks } from '../../../src/insights/reading/streaks.ts';

describe('streaks', () => {
  const of = (weeks: string[]): [number, number] => {
    const { current, longest } = streaks(weeks, '2026-03-16');
    return [current, longest];
  };

  it('are weeks in a row', () => {
    assert.deepEqual(of([]), [0, 0]);
    assert.deepEqual(of(['2026-03-16']), [1, 1]);
    assert.deepEqual(of(['2026-03-02', '2026-03-02', '2026-03-09', '2026-03-16']), [3, 3]);
    assert.deepEqual(of(['2026-01-05', '2026-01-12', '2026-01-19', '2026-03-16']), [1, 3]);
  });

  it('go on until a whole week has passed', () => {
    assert.deepEqual(of(['2026-03-02', '2026-03-09']), [2, 2]);
    assert.deepEqual(of(['2026-02-23', '2026-03-02']), [0, 2]);
  });
});
