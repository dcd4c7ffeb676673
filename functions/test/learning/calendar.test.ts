import assert from 'node:assert/strict';
import { addDays, isoDate, monthStart, weekStart } from '../../src/learning/calendar.ts';

describe('calendar', () => {
  it('starts months on the first, in UTC', () => {
    assert.equal(monthStart(new Date('2026-03-01T00:00:00Z')), '2026-03-01');
    assert.equal(monthStart(new Date('2026-01-31T23:59:59Z'), -1), '2025-12-01');
    assert.equal(monthStart(new Date('2025-12-31T23:59:59Z'), 1), '2026-01-01');
  });

  it('starts weeks on Monday, in UTC', () => {
    assert.equal(weekStart(new Date('2026-03-15T23:59:59Z')), '2026-03-09');
    assert.equal(weekStart(new Date('2026-03-16T00:00:00Z')), '2026-03-16');
  });

  it('adds days across months and years', () => {
    assert.equal(isoDate(addDays(new Date('2024-02-28'), 2)), '2024-03-01');
    assert.equal(isoDate(addDays(new Date('2026-01-01'), -1)), '2025-12-31');
  });
});
