import assert from 'node:assert/strict';
import { weekStreaks } from '../../src/insights/weekStreaks.ts';

describe('weekStreaks', () => {
  const currentAndLongest = (weeks: string[]): [number, number] => {
    const { current, longest } = weekStreaks(weeks, '2026-03-16');
    return [current, longest];
  };

  it('counts consecutive weeks', () => {
    assert.deepEqual(currentAndLongest([]), [0, 0]);
    assert.deepEqual(currentAndLongest(['2026-03-16']), [1, 1]);
    assert.deepEqual(currentAndLongest(['2026-03-02', '2026-03-02', '2026-03-09', '2026-03-16']), [3, 3]);
    assert.deepEqual(currentAndLongest(['2026-01-05', '2026-01-12', '2026-01-19', '2026-03-16']), [1, 3]);
  });

  it('keeps the current streak until a whole week has passed', () => {
    assert.deepEqual(currentAndLongest(['2026-03-02', '2026-03-09']), [2, 2]);
    assert.deepEqual(currentAndLongest(['2026-02-23', '2026-03-02']), [0, 2]);
  });
});
