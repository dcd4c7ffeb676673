import assert from 'node:assert/strict';
import { shapeDifferences } from './shape.ts';

describe('the shape of an answer', () => {
  it('agrees whatever the values are', () => {
    const documented = { id: 'a', tags: ['x'], score: 0.5, of: { day: '2026-03-01' } };
    const answer = { id: 'b', tags: ['y', 'z'], score: 1, of: { day: '2026-03-02' } };
    assert.deepEqual(shapeDifferences(documented, answer), []);
  });

  it('differs by a missing, an undocumented and a differently typed field, at any depth', () => {
    const documented = { people: [{ id: 'a', name: 'Ada', score: 1 }] };
    const answer = { people: [{ id: 'a', score: '1', email: 'x' }] };
    assert.deepEqual(shapeDifferences(documented, answer).sort(), [
      'answer.people[0].email is not documented.',
      'answer.people[0].name is documented, but missing.',
      'answer.people[0].score is documented as number, but is string.',
    ]);
  });

  it('differs when null is not documented, and when a value is documented as null', () => {
    assert.equal(shapeDifferences({ at: 'x' }, { at: null }).length, 1);
    assert.equal(shapeDifferences({ at: null }, { at: 'x' }).length, 1);
  });

  it('agrees when each element of a list matches one of the documented elements', () => {
    const documented = [{ at: 'x' }, { at: null }];
    assert.deepEqual(shapeDifferences(documented, [{ at: null }, { at: 'y' }]), []);
    assert.equal(shapeDifferences(documented, [{ at: 1 }]).length, 1);
  });

  it('differs when a list documented with elements is empty, since nothing was checked', () => {
    assert.equal(shapeDifferences([1], []).length, 1);
    assert.equal(shapeDifferences([], [1]).length, 1);
    assert.deepEqual(shapeDifferences([], []), []);
  });

  it('allows further keys of the same shape where "…" is documented', () => {
    const documented = { users: { count: 1 }, '…': '…' };
    assert.deepEqual(shapeDifferences(documented, { users: { count: 2 }, events: { count: 3 } }), []);
    assert.equal(shapeDifferences(documented, { users: { count: 2 }, events: 3 }).length, 1);
  });
});
