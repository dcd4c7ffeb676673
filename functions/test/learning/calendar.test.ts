import assert from 'node:assert/strict';
import { addDays, monthStart, weekStart } from '../../src/learning/calendar.ts';

describe('calendar', () => {
  it('starts months on the first', () => {
    assert.equal(monthStart('2026-03-01'), '2026-03-01');
    assert.equal(monthStart('2026-01-31', -1), '2025-12-01');
    assert.equal(monthStart('2025-12-31', 1), '2026-01-01');
  });

  it('starts weeks on Monday', () => {
    assert.equal(weekStart('2026-03-15'), '2026-03-09');
    assert.equal(weekStart('2026-03-16'), '2026-03-16');
  });

  it('adds days across months and years', () => {
    assert.equal(addDays('2024-02-28', 2), '2024-03-01');
    assert.equal(addDays('2026-01-01', -1), '2025-12-31');
  });
});
