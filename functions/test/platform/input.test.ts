import assert from 'node:assert/strict';
import { z } from 'zod';
import { detailsSchema, DomainError } from '../../src/platform/errors.ts';
import type { FieldProblem, FieldProblemCode } from '../../src/platform/fieldProblem.ts';
import { invalidField, parseInput } from '../../src/platform/input.ts';

/** The error that parsing throws. */
function refusal(schema: z.ZodType, data: unknown): DomainError {
  try {
    parseInput(schema, data);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  return assert.fail('the input was accepted');
}

/** What is wrong with which fields, of an error that keeps its contract. */
function problemsOf(schema: z.ZodType, data: unknown): FieldProblem[] {
  const { fields } = detailsSchema('bad-input').parse(refusal(schema, data).details);
  return fields as FieldProblem[];
}

const unknown = (field: string, suggestion: string | null = null): FieldProblem => ({
  field,
  code: 'unknown',
  problem: `is not a known field${suggestion === null ? '' : `: did you mean \`${suggestion}\`?`}`,
  suggestion,
});

describe('parseInput', () => {
  const cases: [kind: string, code: FieldProblemCode, schema: z.ZodType, value: unknown, problem: string][] =
    [
      ['a number that is too big', 'too-large', z.int().max(50), 51, 'must be at most 50'],
      ['a number that is too small', 'too-small', z.int().min(1), 0, 'must be at least 1'],
      ['a number at an exclusive bound', 'too-small', z.number().positive(), 0, 'must be greater than 0'],
      ['a number at an exclusive upper bound', 'too-large', z.number().lt(1), 1, 'must be less than 1'],
      ['a fraction', 'wrong-type', z.int(), 1.5, 'must be a whole number'],
      ['a number off the step', 'invalid', z.number().multipleOf(5), 7, 'must be a multiple of 5'],
      ['a string for a number', 'wrong-type', z.number(), 'secret', 'must be a number'],
      ['a number for a string', 'wrong-type', z.string(), 7, 'must be a string'],
      ['a string for a boolean', 'wrong-type', z.boolean(), 'yes', 'must be true or false'],
      ['a map for a list', 'wrong-type', z.array(z.string()), {}, 'must be a list'],
      ['a list for a map', 'wrong-type', z.strictObject({}), [], 'must be an object'],
      ['null', 'required', z.string(), null, 'is required'],
      ['an infinite number', 'wrong-type', z.number().optional(), Infinity, 'must be a number'],
      ['a missing value', 'required', z.string(), undefined, 'is required'],
      ['a missing option', 'required', z.enum(['a', 'b']), undefined, 'is required'],
      ['an unknown option', 'not-allowed-value', z.enum(['a', 'b']), 'secret', 'must be one of "a", "b"'],
      ['another literal', 'not-allowed-value', z.literal('a'), 'secret', 'must be "a"'],
      [
        'an unknown variant',
        'invalid',
        z.union([z.string(), z.number()]),
        true,
        'is in none of the allowed forms',
      ],
      [
        'a string that is too long',
        'too-large',
        z.string().max(5),
        'secret',
        'must be at most 5 characters long',
      ],
      [
        'a string that is too short',
        'too-small',
        z.string().min(2),
        's',
        'must be at least 2 characters long',
      ],
      ['an empty string', 'too-small', z.string().min(1), '', 'must not be empty'],
      [
        'a string of another length',
        'too-large',
        z.string().length(1),
        'secret',
        'must be exactly 1 character long',
      ],
      [
        'a list that is too long',
        'too-large',
        z.array(z.int()).max(2),
        [1, 2, 3],
        'must have at most 2 items',
      ],
      ['a list that is too short', 'too-small', z.array(z.int()).min(2), [1], 'must have at least 2 items'],
      ['an empty list', 'too-small', z.array(z.int()).min(1), [], 'must not be empty'],
      ['a wrong format', 'wrong-format', z.email(), 'secret', 'has the wrong format'],
      [
        'a refusal with its own message',
        'wrong-format',
        z.string().regex(/^\d+$/, 'must be digits'),
        'secret',
        'must be digits',
      ],
      ['a refinement without a message', 'invalid', z.string().refine(() => false), 'secret', 'is not valid'],
    ];
  for (const [kind, code, schema, value, problem] of cases) {
    it(`says of ${kind} that it ${problem}`, () => {
      const problems = problemsOf(z.strictObject({ it: schema }), { it: value });
      assert.deepEqual(problems, [{ field: 'it', code, problem, suggestion: null }]);
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
      unknown('which.other'),
      { field: 'tags.0', code: 'wrong-type', problem: 'must be a string', suggestion: null },
      unknown('more'),
    ]);
  });

  it('takes null for left out in unions and in lists of objects, too', () => {
    const optional = z.strictObject({ id: z.string().optional(), level: z.int().default(1) });
    const schema = z.strictObject({
      several: z.array(optional),
      tagged: z.discriminatedUnion('kind', [
        optional.extend({ kind: z.literal('a') }),
        z.strictObject({ kind: z.literal('b') }),
      ]),
      either: z.union([optional, z.string()]),
    });
    const [isNull, isLeftOut] = [{ id: null, level: null }, {}].map((some) =>
      JSON.stringify(
        parseInput(schema, { several: [some, some], tagged: { kind: 'a', ...some }, either: some }),
      ),
    );
    assert.equal(isNull, isLeftOut);
  });

  it('names each unknown field, at any depth', () => {
    const schema = z.strictObject({ which: z.strictObject({}) });
    assert.deepEqual(problemsOf(schema, { which: { a: 1 }, b: 2, c: 3 }), [
      unknown('which.a'),
      unknown('b'),
      unknown('c'),
    ]);
  });

  it('asks whether the known field with the most similar name was meant, wherever that is', () => {
    const which = z.strictObject({ userId: z.string().optional(), userIds: z.array(z.string()).optional() });
    const action = z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('list'), limit: z.int().optional() }),
      z.strictObject({ action: z.literal('show'), letterId: z.int().optional() }),
    ]);
    const schema = z.strictObject({
      limit: z.int().optional(),
      which: which.optional(),
      several: z.array(which.optional()).default([]),
      action: action.optional(),
      either: z.union([z.strictObject({ id: z.int() }), z.strictObject({ name: z.string() })]).optional(),
    });
    const suggested: [data: unknown, field: string, suggestion: string | null][] = [
      [{ limt: 1 }, 'limt', 'limit'],
      [{ Limit: 1 }, 'Limit', 'limit'],
      [{ something: 1 }, 'something', null],
      [{ which: { userID: 'ada' } }, 'which.userID', 'userId'],
      [{ which: { limt: 'ada' } }, 'which.limt', null],
      [{ several: [{}, { user_ids: [] }] }, 'several.1.user_ids', 'userIds'],
      [{ action: { action: 'list', limits: 1 } }, 'action.limits', 'limit'],
      [{ action: { action: 'show', limits: 1 } }, 'action.limits', null],
      [{ action: { action: 'show', leterId: 1 } }, 'action.leterId', 'letterId'],
      [{ either: { id: 1, names: 'x' } }, 'either.names', null],
      [{ either: { names: 'x' } }, 'either.names', 'name'],
    ];
    for (const [data, field, suggestion] of suggested) {
      assert.deepEqual(problemsOf(schema, data), [unknown(field, suggestion)]);
    }
    assert.equal(refusal(schema, { limt: 1 }).message, '`limt` is not a known field: did you mean `limit`?');
  });

  it('lists the options of a discriminator', () => {
    const schema = z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('list') }),
      z.strictObject({ action: z.literal('show') }),
    ]);
    const problem = 'must be one of "list", "show"';
    const fault = { field: 'action', problem, suggestion: null };
    assert.deepEqual(problemsOf(schema, { action: 'secret' }), [{ ...fault, code: 'not-allowed-value' }]);
    assert.deepEqual(problemsOf(schema, {}), [{ ...fault, code: 'required' }]);
  });

  it('says each problem in a sentence', () => {
    const schema = z.strictObject({ limit: z.int().max(50), names: z.array(z.string()) });
    assert.equal(
      refusal(schema, { limit: 99, names: ['x', 7] }).message,
      '`limit` must be at most 50. `names.1` must be a string.',
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
    const { code, message, details } = invalidField('size', 'too-large', 'must be at most 10');
    assert.deepEqual(
      [code, message, details],
      [
        'bad-input',
        '`size` must be at most 10.',
        {
          reason: 'bad-input',
          fields: [{ field: 'size', code: 'too-large', problem: 'must be at most 10', suggestion: null }],
        },
      ],
    );
  });
});
