import assert from 'node:assert/strict';
import { startRedis } from '../../../scripts/local/redis/redis.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { writePolicyCampus } from '../platform/identity/policy/policyCampus.ts';
import { MediaHarness } from '../support/media.ts';
import { tryHostileInputs, type HostileTrial } from './tryHostileInputs.ts';

/** `npm run bench -- hostile` tries more than a thousand. */
const INPUTS_EACH = 8;

describe('hostile inputs', () => {
  const undos: (() => Promise<void>)[] = [];
  let trial: HostileTrial;

  before(async () => {
    const harness = await MediaHarness.open();
    undos.push(() => harness.close());
    const { url, token } = await startRedis((undo) => undos.push(undo));
    await writePolicyCampus(harness.database.sql);
    const target = { sql: harness.database.sql, redis: new OptionalRedis(url, token), media: harness.media };
    trial = await tryHostileInputs(target, { inputsEach: INPUTS_EACH, seed: Number(process.env['SEED']) });
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });

  it('end in an answer or in an error for the caller, soon, and tell nobody what is not theirs', () => {
    assert.deepEqual(trial.unexpected, []);
  });

  it('reach what answers, and are refused', () => {
    assert.ok(trial.answered > trial.inputs / 10, 'too few are answered');
    assert.ok(trial.answered < trial.inputs, 'none is refused');
  });
});
