import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ERRORS } from '../../src/platform/errors.ts';
import { fieldProblem } from '../../src/platform/fieldProblem.ts';

const API = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

/** The rows of the tables under "Errors", as lists of the code words of each cell. */
const ROWS = (API.split('\n### Errors\n')[1]?.split('\n## ')[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, word = '']) => word)),
  );

describe('the tables of errors in docs/api.md', () => {
  it('say of every reason its code and the fields of its details, and know no other', () => {
    const documented = ROWS.filter((cells) => cells.length === 4).slice(1);
    const declared = Object.entries(ERRORS).map(([reason, { code, details }]) => ({
      reason,
      code,
      fields: Object.keys(details),
    }));
    assert.deepEqual(
      documented.map(([reason, code]) => ({ reason: reason?.[0], code: code?.[0] })),
      declared.map(({ reason, code }) => ({ reason, code })),
    );
    for (const [index, { reason, fields }] of declared.entries()) {
      const words = documented[index]?.[3] ?? [];
      assert.ok(
        fields.every((field) => words.includes(field)) && (fields.length === 0) === (words.length === 0),
        reason,
      );
    }
  });

  it('name every code of a field problem, and no other', () => {
    const documented = ROWS.filter((cells) => cells.length === 2)
      .slice(1)
      .flatMap(([codes = []]) => codes);
    assert.deepEqual(documented, fieldProblem.shape.code.options);
  });
});
