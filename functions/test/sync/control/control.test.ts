import assert from 'node:assert/strict';
import { isFullyOn, isOn, parseControl } from '../../../src/sync/control/control.ts';
import { ControlReader } from '../../../src/sync/control/controlReader.ts';
import { withMode } from '../../../../scripts/lib/controlDocument.ts';

const paths = Array.from({ length: 2000 }, (_, index) => `users/u${String(index)}`);

describe('the control of the synchronisation', () => {
  it('is on without a document', () => {
    const control = parseControl(undefined);
    assert.equal(isFullyOn(control), true);
    assert.equal(isOn(control, 'users', 'users/ada'), true);
  });

  it('pauses everything, or one table, or all but one', () => {
    const on = (fields: unknown, table: string): boolean => isOn(parseControl(fields), table, `${table}/x`);
    assert.deepEqual([on({ mode: 'paused' }, 'users'), on({ mode: 'paused' }, 'unknown')], [false, false]);
    const one = { mode: 'on', collections: { users: 'paused' } };
    assert.deepEqual([on(one, 'users'), on(one, 'events')], [false, true]);
    const allButOne = { mode: 'paused', collections: { users: 'on' } };
    assert.deepEqual([on(allButOne, 'users'), on(allButOne, 'events')], [true, false]);
  });

  it('lets a share of the documents through, the same ones every time, and a larger share lets those through too', () => {
    const through = (share: number): string[] =>
      paths.filter((path) => isOn(parseControl({ mode: share }), 'users', path));
    assert.deepEqual(through(0), []);
    assert.deepEqual(through(1), paths);
    const tenth = through(0.1);
    assert.ok(tenth.length > 140 && tenth.length < 260, String(tenth.length));
    const half = new Set(through(0.5));
    assert.ok(tenth.every((path) => half.has(path)));
  });

  it('that cannot be read says what to do', () => {
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

  it('remembers since when it was not fully on', () => {
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
    assert.deepEqual([isFullyOn(on), on.pausedSince], [true, day(1).toISOString()], 'until it is forgotten');
    assert.equal(withMode({ ...on, pausedSince: null }, 'on', [], day(5)).pausedSince, null);
  });
});

describe('a reader of the control', () => {
  it('reads once for many, and not again while what it knows is fresh', async () => {
    let reads = 0;
    const reader = new ControlReader(() => Promise.resolve({ mode: (reads += 1) > 0 ? 'paused' : 'on' }));
    const controls = await Promise.all([reader.current(), reader.current(), reader.current()]);
    await reader.current();
    assert.equal(reads, 1);
    assert.ok(controls.every(({ mode }) => mode === 'paused'));
  });

  it('throws when it has never been able to read, so that nothing is applied against a pause', async () => {
    const reader = new ControlReader(() => Promise.reject(new Error('unavailable')));
    await assert.rejects(reader.current(), /unavailable/);
  });

  describe('as time goes by', () => {
    const realNow = Date.now;
    let now = realNow();
    before(() => {
      Date.now = () => now;
    });
    after(() => {
      Date.now = realNow;
    });

    it('sees a new mode after five seconds, and relies on the last for a minute when it cannot read', async () => {
      let mode: string | null = 'on';
      const reader = new ControlReader(() =>
        mode === null ? Promise.reject(new Error('unavailable')) : Promise.resolve({ mode }),
      );
      assert.equal((await reader.current()).mode, 'on');
      mode = 'paused';
      now += 4000;
      assert.equal((await reader.current()).mode, 'on');
      now += 1000;
      assert.equal((await reader.current()).mode, 'paused');
      mode = null;
      now += 50_000;
      assert.equal((await reader.current()).mode, 'paused');
      now += 11_000;
      await assert.rejects(reader.current(), /unavailable/);
    });
  });
});
