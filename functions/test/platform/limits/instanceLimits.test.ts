import assert from 'node:assert/strict';
import { InstanceLimits } from '../../../src/platform/limits/instanceLimits.ts';
import { MAX_WINDOWS, WindowCounts } from '../../../src/platform/limits/windowCounts.ts';

const LIMIT = { calls: 5, seconds: 60 };

describe('WindowCounts', () => {
  it('allows so many calls in a window, which begins with the first', () => {
    const counts = new WindowCounts();
    const realNow = Date.now;
    try {
      Date.now = () => 1_000_000;
      for (let call = 1; call <= 5; call += 1) assert.equal(counts.count('eve', LIMIT), 0);
      Date.now = () => 1_000_000 + 20_000;
      assert.equal(counts.count('eve', LIMIT), 40);
      assert.equal(counts.count('mallory', LIMIT), 0);
      Date.now = () => 1_000_000 + 60_000;
      assert.equal(counts.count('eve', LIMIT), 0);
    } finally {
      Date.now = realNow;
    }
  });

  it('stays small under a million addresses, and counts on', () => {
    const counts = new WindowCounts();
    for (let index = 0; index < 1_000_000; index += 1) counts.count(`2001:db8:${String(index)}::/64`, LIMIT);
    assert.ok(counts.size <= MAX_WINDOWS);
    for (let call = 1; call <= 5; call += 1) assert.equal(counts.count('eve', LIMIT), 0);
    assert.ok(counts.count('eve', LIMIT) > 0);
  });
});

describe('InstanceLimits', () => {
  const limits = (): InstanceLimits => new InstanceLimits(() => ({ calls: 12, seconds: 60 }));
  const calls = (uid: string, address = 'campus', callable = 'echo') => ({
    callable,
    uid,
    address,
    limit: LIMIT,
  });
  const refusal = { code: 'too-many-calls', message: /try again in \d+ seconds\.$/ };

  it('limits each person, for each callable', () => {
    const instance = limits();
    for (let call = 1; call <= 5; call += 1) instance.countMember(calls('eve'));
    assert.throws(
      () => {
        instance.countMember(calls('eve'));
      },
      {
        ...refusal,
        details: { reason: 'too-many-calls', retryAfterSeconds: 60, limitOf: 'person' },
      },
    );
    instance.countMember(calls('eve', 'campus', 'other'));
    instance.countMember(calls('mallory'));
  });

  it('limits what all people at one address may do, and nobody elsewhere', () => {
    const instance = limits();
    for (let person = 1; person <= 12; person += 1) instance.countMember(calls(`p${String(person)}`));
    assert.throws(
      () => {
        instance.countMember(calls('p13'));
      },
      {
        ...refusal,
        details: { reason: 'too-many-calls', retryAfterSeconds: 60, limitOf: 'network' },
      },
    );
    instance.countMember(calls('p13', 'elsewhere'));
  });

  it('lets others at their address call when strangers, or a person beyond their limit, do not stop', () => {
    const instance = limits();
    for (let call = 1; call <= 1000; call += 1) {
      instance.countStranger('campus');
      if (call <= 5) instance.countMember(calls('eve'));
      else
        assert.throws(() => {
          instance.countMember(calls('eve'));
        }, refusal);
    }
    instance.countMember(calls('ada'));
  });

  it('makes strangers wait after 300 calls', () => {
    const instance = limits();
    for (let call = 1; call <= 300; call += 1) assert.equal(instance.countStranger('campus'), 0);
    assert.ok(instance.countStranger('campus') > 0);
    assert.equal(instance.countStranger('elsewhere'), 0);
  });
});
