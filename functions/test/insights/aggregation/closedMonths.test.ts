import assert from 'node:assert/strict';
import { isClosed, recentMonths } from '../../../src/insights/aggregation/closedMonths.ts';

describe('isClosed', () => {
  it('closes a month a week after its end', () => {
    assert.equal(isClosed('2026-02-01', new Date('2026-03-07T23:59:59Z')), false);
    assert.equal(isClosed('2026-02-01', new Date('2026-03-08T00:00:00Z')), true);
  });
});

describe('recentMonths', () => {
  it('lists the current month and the twelve before it, oldest first', () => {
    const months = recentMonths(new Date('2026-03-31T00:00:00Z'));
    assert.deepEqual([months.length, months[0], months.at(-1)], [13, '2025-03-01', '2026-03-01']);
  });
});
