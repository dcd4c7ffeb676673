import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseInput } from '../../src/platform/input.ts';
import { readExamples } from '../docs/apiExamples.ts';
import { deployedCallables, type AnyCallable } from '../docs/deployedCallables.ts';

type Fields = Record<string, unknown>;

const EXAMPLES = readExamples(readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8'));

describe('an optional field of an input', () => {
  let callables: [name: string, definition: AnyCallable][];
  before(async () => {
    callables = Object.entries(await deployedCallables());
  });

  it('counts as left out by every callable if it is null, alone or with all others', () => {
    for (const [name, { input, maxBytes }] of callables) {
      const parse = (data: unknown): unknown =>
        JSON.parse(JSON.stringify(parseInput(input, data, maxBytes))) as unknown;
      for (const { request } of EXAMPLES.filter(({ callable }) => callable === name)) {
        const paths = optionalFields(input, request);
        for (const some of [...paths.map((path) => [path]), paths]) {
          const [isNull, isLeftOut] = [null, undefined].map((value) =>
            parse(some.reduce((data, path) => replaced(data, path, value), request)),
          );
          assert.deepEqual(isNull, isLeftOut, `${name}: ${some.join(', ')}`);
        }
      }
    }
  });

  it('stands in a form that an example of docs/api.md has, so that it is tried', () => {
    const untried = callables.flatMap(([name, { input }]) => {
      const requests = EXAMPLES.filter(({ callable }) => callable === name).map(({ request }) => request);
      const tried = new Set(requests.flatMap((request) => optionalFields(input, request)).map(String));
      const fields = formsOf(input).flatMap(({ shape }) =>
        Object.keys(shape).filter((field) => isOptional(shape[field])),
      );
      return fields.filter((field) => !tried.has(field)).map((field) => `${name}: ${field}`);
    });
    assert.deepEqual(untried, []);
  });
});

/** The paths of the fields, at any depth, that this input of a schema may leave out. */
function optionalFields(schema: z.core.$ZodType | undefined, value: unknown): string[][] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return optionalFields(schema.def.innerType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) => within(String(index), optionalFields(schema.element, item)));
  }
  const form = formsOf(schema).find((one) => one.safeParse(value).success);
  if (form === undefined) return [];
  const fields = value as Fields;
  return Object.entries(form.shape).flatMap(([field, inner]) => [
    ...within(field, optionalFields(inner, fields[field])).filter(() => fields[field] !== undefined),
    ...(isOptional(inner) ? [[field]] : []),
  ]);
}

const within = (field: string, paths: string[][]): string[][] => paths.map((path) => [field, ...path]);

/** The forms of an object: one, or those of a union. */
function formsOf(schema: z.core.$ZodType | undefined): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  return schema instanceof z.ZodUnion ? schema.options.flatMap(formsOf) : [];
}

const isOptional = (schema: z.core.$ZodType | undefined): boolean =>
  schema !== undefined && z.safeParse(schema, undefined).success;

/** A copy with another value at a path. */
function replaced(data: unknown, [first = '', ...rest]: string[], value: unknown): unknown {
  const copy: Fields = Array.isArray(data)
    ? ([...(data as unknown[])] as unknown as Fields)
    : { ...(data as Fields) };
  copy[first] = rest.length === 0 ? value : replaced(copy[first], rest, value);
  return copy;
}
