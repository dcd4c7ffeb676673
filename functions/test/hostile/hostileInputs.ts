import fc from 'fast-check';
import { z } from 'zod';
import type { AnyCallable } from '../docs/deployedCallables.ts';
import { ATTACKS, KNOWN_TEXTS, WRONG_VALUES } from './knownAttacks.ts';

/** What zod makes of a schema, as far as values are made from it. */
interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

const MAX_ITEMS = 8;

/** One in so many values is one that does not belong there. */
const WRONG_ONE_IN = 20;

/** Any text: Unicode of all kinds, and ends of surrogate pairs. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
);

const wrongValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WRONG_VALUES) },
  { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withObjectString: true }) },
);

/**
 * Hostile inputs of a callable, made from its schema: fields of the right type with hostile contents, so that they get
 * past the schema, and now and then something that does not belong there.
 *
 * @returns the same inputs for the same seed
 */
export function hostileInputs({ input }: Pick<AnyCallable, 'input'>, count: number, seed: number): unknown[] {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return fc.sample(
    fc.oneof({ weight: 15, arbitrary: valueOf(schema) }, { weight: 1, arbitrary: wrongValue }),
    {
      numRuns: count,
      seed,
    },
  );
}

function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: WRONG_ONE_IN - 1, arbitrary: fitting(schema) },
    { weight: 1, arbitrary: schema.type === 'object' ? withAnotherField(schema) : wrongValue },
  );
}

/** Values of the right type, which mostly fit. */
function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(fitting));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), { maxLength: MAX_ITEMS });
    case 'object':
      return object(schema);
    default:
      return wrongValue;
  }
}

function text({ pattern, minLength = 0, maxLength = 20_000 }: JsonSchema): fc.Arbitrary<string> {
  const known = fc.constantFrom(...KNOWN_TEXTS);
  const hostile = fc.oneof(fc.constantFrom(...ATTACKS), anyText);
  if (pattern !== undefined)
    return fc.oneof({ weight: 3, arbitrary: fc.stringMatching(new RegExp(pattern)) }, known, hostile);
  const long = fc.constantFrom(...ATTACKS).map((attack) => (attack || 'x').repeat(100).slice(0, maxLength));
  return fc.oneof({ weight: 2, arbitrary: known }, { weight: 4, arbitrary: hostile.map(cut) }, long);

  function cut(attack: string): string {
    return attack.slice(0, maxLength).padEnd(minLength, 'x');
  }
}

function number({ minimum, exclusiveMinimum, maximum, type }: JsonSchema): fc.Arbitrary<number> {
  const least = minimum ?? (exclusiveMinimum === undefined ? -1000 : exclusiveMinimum + 1);
  const most = maximum ?? 1000;
  const inside =
    type === 'integer' ? fc.integer({ min: least, max: most }) : fc.double({ min: least, max: most });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(least, most, least - 1, most + 1) },
    { weight: 3, arbitrary: inside },
  );
}

function object({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valueOf(property)]),
  );
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
}

function withAnotherField(schema: JsonSchema): fc.Arbitrary<object> {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'userId', 'role', 'uid', '$where'),
    anyText,
  );
  return fc
    .tuple(object(schema), name, wrongValue)
    .map(([fields, other, value]) =>
      Object.defineProperty({ ...fields }, other, { value, enumerable: true }),
    );
}
