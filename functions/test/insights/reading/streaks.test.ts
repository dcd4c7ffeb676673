import assert from 'node:assert/strict';
import { isClosed, monthOf, recentMonths, weekOf } from '../../../src/learning/calendar.ts';
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

describe('the calendar', () => {
  it('has months and weeks of UTC', () => {
    assert.equal(monthOf(new Date('2026-03-01T00:00:00Z')), '2026-03-01');
    assert.equal(monthOf(new Date('2026-01-31T23:59:59Z'), -1), '2025-12-01');
    assert.equal(weekOf(new Date('2026-03-15T23:59:59Z')), '2026-03-09');
    assert.equal(weekOf(new Date('2026-03-16T00:00:00Z')), '2026-03-16');
    const months = recentMonths(new Date('2026-03-31T00:00:00Z'));
    assert.deepEqual([months.length, months[0], months.at(-1)], [13, '2025-03-01', '2026-03-01']);
  });

  it('closes a month a week after its end', () => {
    assert.equal(isClosed('2026-02-01', new Date('2026-03-07T23:59:59Z')), false);
    assert.equal(isClosed('2026-02-01', new Date('2026-03-08T00:00:00Z')), true);
  });
});
