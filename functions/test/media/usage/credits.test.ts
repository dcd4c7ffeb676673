import assert from 'node:assert/strict';
import { planCredits } from '../../../src/media/usage/credits.ts';

describe('planCredits', () => {
  const before = process.env['MEDIA_MONTHLY_CREDITS'];
  afterEach(() => {
    if (before === undefined) delete process.env['MEDIA_MONTHLY_CREDITS'];
    else process.env['MEDIA_MONTHLY_CREDITS'] = before;
  });

  it('are those of the parameter, or of the free plan if it names none', () => {
    for (const [parameter, credits] of [
      ['225', 225],
      ['', 25],
      ['0', 25],
      ['-25', 25],
      ['many', 25],
    ] as const) {
      process.env['MEDIA_MONTHLY_CREDITS'] = parameter;
      assert.equal(planCredits(), credits, JSON.stringify(parameter));
    }
  });
});
