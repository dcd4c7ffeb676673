import assert from 'node:assert/strict';
import { isFullyOn, isOn, parseControl } from '../../../src/sync/control/control.ts';
import { withMode } from '../../../../scripts/lib/controlDocument.ts';

const PATHS = Array.from({ length: 2000 }, (_, index) => `users/u${String(index)}`);

describe('the control document', () => {
  it('means on if it is missing', () => {
    const control = parseControl(undefined);
    assert.equal(isFullyOn(control), true);
    assert.equal(isOn(control, 'users', 'users/ada'), true);
  });

  it('pauses everything, one table, or all but one', () => {
    const on = (fields: unknown, table: string): boolean => isOn(parseControl(fields), table, `${table}/x`);
    assert.deepEqual([on({ mode: 'paused' }, 'users'), on({ mode: 'paused' }, 'unknown')], [false, false]);
    const usersPaused = { mode: 'on', collections: { users: 'paused' } };
    assert.deepEqual([on(usersPaused, 'users'), on(usersPaused, 'events')], [false, true]);
    const onlyUsersOn = { mode: 'paused', collections: { users: 'on' } };
    assert.deepEqual([on(onlyUsersOn, 'users'), on(onlyUsersOn, 'events')], [true, false]);
  });

  it('applies a stable share of the documents that a larger share includes', () => {
    const applied = (share: number): string[] =>
      PATHS.filter((path) => isOn(parseControl({ mode: share }), 'users', path));
    assert.deepEqual(applied(0), []);
    assert.deepEqual(applied(1), PATHS);
    const tenth = applied(0.1);
    assert.ok(tenth.length > 140 && tenth.length < 260, String(tenth.length));
    const half = new Set(applied(0.5));
    assert.ok(tenth.every((path) => half.has(path)));
  });

  it('is rejected with the command that fixes it if it is invalid', () => {
    for (const fields of [
      { mode: 'off' },
      { mode: 2 },
      { collections: { users: null } },
      { pausedSince: 'monday' },
    ]) {
      assert.throws(
        () => parseControl(fields),
        /system\/sync in Firestore is invalid \(.+\) and nothing is applied: fix it with "npm run sync-control/,
      );
    }
  });

  it('keeps the start of the pause until it is cleared', () => {
    const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
    const paused = withMode(parseControl(undefined), 'paused', [], day(1));
    assert.equal(paused.pausedSince, day(1).toISOString());
    const partly = withMode(paused, 'on', ['users'], day(2));
    assert.deepEqual(
      [partly.pausedSince, partly.mode, partly.collections],
      [day(1).toISOString(), 'paused', { users: 'on' }],
    );
    const share = withMode(partly, 0.5, [], day(3));
    assert.deepEqual([share.pausedSince, share.collections], [day(1).toISOString(), {}]);
    const on = withMode(share, 'on', [], day(4));
    assert.deepEqual([isFullyOn(on), on.pausedSince], [true, day(1).toISOString()]);
    assert.equal(withMode({ ...on, pausedSince: null }, 'on', [], day(5)).pausedSince, null);
  });
});
