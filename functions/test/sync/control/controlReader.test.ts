import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ControlReader } from '../../../src/sync/control/controlReader.ts';

describe('ControlReader', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('reads once for concurrent callers, and not again while the value is fresh', async () => {
    let reads = 0;
    const reader = new ControlReader(() => {
      reads += 1;
      return Promise.resolve({ mode: 'paused' });
    });
    const controls = await Promise.all([reader.current(), reader.current(), reader.current()]);
    await reader.current();
    assert.equal(reads, 1);
    assert.ok(controls.every(({ mode }) => mode === 'paused'));
  });

  it('throws if it has never read the document, so that nothing is applied despite a pause', async () => {
    const reader = new ControlReader(() => Promise.reject(new Error('unavailable')));
    await assert.rejects(reader.current(), /unavailable/);
  });

  it('follows a new mode after 5 seconds, and uses the last one for a minute if it cannot read', async () => {
    let mode: string | null = 'on';
    const reader = new ControlReader(() =>
      mode === null ? Promise.reject(new Error('unavailable')) : Promise.resolve({ mode }),
    );
    assert.equal((await reader.current()).mode, 'on');
    mode = 'paused';
    mock.timers.tick(4000);
    assert.equal((await reader.current()).mode, 'on');
    mock.timers.tick(1000);
    assert.equal((await reader.current()).mode, 'paused');
    mode = null;
    mock.timers.tick(50_000);
    assert.equal((await reader.current()).mode, 'paused');
    mock.timers.tick(11_000);
    await assert.rejects(reader.current(), /unavailable/);
  });
});
