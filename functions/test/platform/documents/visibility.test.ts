import assert from 'node:assert/strict';
import { UnusableParameter } from '../../../src/platform/config.ts';
import { visibilityOf, type Visibility } from '../../../src/platform/documents/visibility.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { prepareChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { change } from '../../support/changes.ts';

const HIDDEN: Visibility = { search: false, matching: false, forecast: false, attendance: false };

describe('the visibility of a person', () => {
  const { DEFAULT_VISIBILITY: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env['DEFAULT_VISIBILITY'];
    else process.env['DEFAULT_VISIBILITY'] = before;
  });

  it('is the default where they have not chosen', () => {
    process.env['DEFAULT_VISIBILITY'] = 'search, matching';
    assert.deepEqual(visibilityOf({}), { ...HIDDEN, search: true, matching: true });
    assert.deepEqual(visibilityOf({ visibility: { search: false, attendance: true } }), {
      ...HIDDEN,
      matching: true,
      attendance: true,
    });
    process.env['DEFAULT_VISIBILITY'] = 'none';
    assert.deepEqual(visibilityOf({ visibility: {} }), HIDDEN);
  });

  it('is hidden where nobody knows what they chose, whatever the default', () => {
    for (const choice of ['true', 'yes', 1, null, [true], {}]) {
      assert.equal(visibilityOf({ visibility: { search: choice } }).search, false, JSON.stringify(choice));
    }
    for (const visibility of [true, null, 'all', ['search'], { $timestamp: '2026-01-01T00:00:00Z' }]) {
      assert.deepEqual(visibilityOf({ visibility }), HIDDEN, JSON.stringify(visibility));
    }
  });

  it('cannot be told while the parameter names something else, and the error says what to set', () => {
    process.env['DEFAULT_VISIBILITY'] = 'everything';
    assert.throws(() => visibilityOf({}), /DEFAULT_VISIBILITY is "everything"/);
    // No dead letter: the message is delivered again until the parameter is corrected.
    const event = change('users/ada', 1, { name: 'Ada' });
    assert.throws(() => prepareChange(allCollections, event), UnusableParameter);
  });
});
