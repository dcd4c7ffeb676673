import assert from 'node:assert/strict';
import { z } from 'zod';
import { DomainError } from '../../src/platform/errors.ts';
import { invalidField, parseInput, type FieldProblem } from '../../src/platform/input.ts';

/** The error that parsing throws. */
function refusal(schema: z.ZodType, data: unknown): DomainError {
  try {
    parseInput(schema, data);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  return assert.fail('the input was accepted');
}

const problemsOf = (schema: z.ZodType, data: unknown): FieldProblem[] =>
  (refusal(schema, data).details as { fields: FieldProblem[] }).fields;

describe('parseInput', () => {
  const cases: [kind: string, schema: z.ZodType, value: unknown, problem: string][] = [
    ['a number that is too big', z.int().max(50), 51, 'must be at most 50'],
    ['a number that is too small', z.int().min(1), 0, 'must be at least 1'],
    ['a number at an exclusive bound', z.number().positive(), 0, 'must be greater than 0'],
    ['a number at an exclusive upper bound', z.number().lt(1), 1, 'must be less than 1'],
    ['a fraction', z.int(), 1.5, 'must be a whole number'],
    ['a number off the step', z.number().multipleOf(5), 7, 'must be a multiple of 5'],
    ['a string for a number', z.number(), 'secret', 'must be a number'],
    ['a number for a string', z.string(), 7, 'must be a string'],
    ['a string for a boolean', z.boolean(), 'yes', 'must be true or false'],
    ['a map for a list', z.array(z.string()), {}, 'must be a list'],
    ['a list for a map', z.strictObject({}), [], 'must be an object'],
    ['null', z.string(), null, 'is required'],
    ['an infinite number', z.number().optional(), Infinity, 'must be a number'],
    ['a missing value', z.string(), undefined, 'is required'],
    ['a missing option', z.enum(['a', 'b']), undefined, 'is required'],
    ['an unknown option', z.enum(['a', 'b']), 'secret', 'must be one of "a", "b"'],
    ['another literal', z.literal('a'), 'secret', 'must be "a"'],
    ['an unknown variant', z.union([z.string(), z.number()]), true, 'is in none of the allowed forms'],
    ['a string that is too long', z.string().max(5), 'secret', 'must be at most 5 characters long'],
    ['a string that is too short', z.string().min(2), 's', 'must be at least 2 characters long'],
    ['an empty string', z.string().min(1), '', 'must not be empty'],
    ['a string of another length', z.string().length(1), 'secret', 'must be exactly 1 character long'],
    ['a list that is too long', z.array(z.int()).max(2), [1, 2, 3], 'must have at most 2 items'],
    ['a list that is too short', z.array(z.int()).min(2), [1], 'must have at least 2 items'],
    ['an empty list', z.array(z.int()).min(1), [], 'must not be empty'],
    ['a wrong format', z.email(), 'secret', 'has the wrong format'],
    [
      'a refusal with its own message',
      z.string().regex(/^\d+$/, 'must be digits'),
      'secret',
      'must be digits',
    ],
    ['a refinement without a message', z.string().refine(() => false), 'secret', 'is not valid'],
  ];
  for (const [kind, schema, value, problem] of cases) {
    it(`says of ${kind} that it ${problem}`, () => {
      assert.deepEqual(problemsOf(z.strictObject({ it: schema }), { it: value }), [{ field: 'it', problem }]);
    });
  }

  it('takes a field that is null for left out, at any depth, but not an entry of a list', () => {
    const schema = z.strictObject({
      limit: z.int().default(10),
      which: z.strictObject({ id: z.string().optional() }),
      tags: z.array(z.string()).optional(),
    });
    const data = { limit: null, which: { id: null }, tags: null };
    assert.deepEqual(JSON.parse(JSON.stringify(parseInput(schema, data))), { limit: 10, which: {} });
    assert.deepEqual(problemsOf(schema, { which: { other: null }, tags: [null], more: null }), [
      { field: 'which.other', problem: 'is not a known field' },
      { field: 'tags.0', problem: 'must be a string' },
      { field: 'more', problem: 'is not a known field' },
    ]);
  });

  it('names each unknown field, at any depth', () => {
    const schema = z.strictObject({ which: z.strictObject({}) });
    assert.deepEqual(problemsOf(schema, { which: { a: 1 }, b: 2, c: 3 }), [
      { field: 'which.a', problem: 'is not a known field' },
      { field: 'b', problem: 'is not a known field' },
      { field: 'c', problem: 'is not a known field' },
    ]);
  });

  it('lists the options of a discriminator', () => {
    const schema = z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('list') }),
      z.strictObject({ action: z.literal('show') }),
    ]);
    const problem = 'must be one of "list", "show"';
    assert.deepEqual(problemsOf(schema, { action: 'secret' }), [{ field: 'action', problem }]);
    assert.deepEqual(problemsOf(schema, {}), [{ field: 'action', problem }]);
  });

  it('puts all problems into one sentence', () => {
    const schema = z.strictObject({ limit: z.int().max(50), names: z.array(z.string()) });
    assert.equal(
      refusal(schema, { limit: 99, names: ['x', 7] }).message,
      '`limit` must be at most 50; `names.1` must be a string.',
    );
    assert.equal(refusal(schema, 'text').message, 'The input must be an object.');
    assert.equal(refusal(schema, { names: ['a\0b'] }).message, '`0` contains a NUL character.');
  });

  it('takes half of an emoji for a character that nobody knows', () => {
    const schema = z.strictObject({ query: z.string() });
    assert.deepEqual(parseInput(schema, { query: 'cat \ud83d' }), { query: 'cat \ufffd' });
  });

  it('names at most 20 fields, and cuts long names', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${String(index)}`, 1]));
    assert.equal(problemsOf(z.strictObject({}), many).length, 20);
    const [long] = problemsOf(z.strictObject({}), { ['f'.repeat(5000)]: 1 });
    assert.equal(long?.field.length, 100);
  });
});

describe('invalidField', () => {
  it('is a bad-input error that says what is wrong with which field', () => {
    const { code, message, details } = invalidField('size', 'must be at most 10');
    assert.deepEqual(
      [code, message, details],
      [
        'bad-input',
        '`size` must be at most 10.',
        { fields: [{ field: 'size', problem: 'must be at most 10' }] },
      ],
    );
  });
});
