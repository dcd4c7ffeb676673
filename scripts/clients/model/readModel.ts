import { referredName, type CallableContract, type Contract, type Schema } from '../contract.ts';
import type { Callable, Declaration, Direction, Field, Model, Type, Variant } from './model.ts';
import { capitalised } from './words.ts';

/** The model of a contract. @throws Error for a schema that no emitter would understand */
export function readModel({ version, callables, $defs }: Contract): Model {
  const shapes = new Shapes($defs);
  for (const [name, schema] of Object.entries($defs)) shapes.declare(name, schema);
  const read = Object.entries(callables).map(([name, callable]) => readCallable(name, callable, shapes));
  const sent = shapes.within(read.flatMap(({ input }) => input ?? []));
  const received = shapes.within(read.flatMap(({ output }) => namesIn(output)));
  const declarations = shapes.sorted().map((shape): Declaration => {
    const direction = sent.has(shape.name) && !received.has(shape.name) ? 'input' : 'output';
    return shape.kind === 'enum' ? shape : { ...shape, direction };
  });
  return { version, callables: read, declarations, sent, received };
}

/** The names that a type mentions. */
function namesIn(type: Type): string[] {
  if (type.kind === 'named') return [type.name];
  return 'of' in type ? namesIn(type.of) : [];
}

/** The names of the declarations that one mentions. */
function heldBy(shape: Shape): string[] {
  if (shape.kind === 'object') return shape.fields.flatMap(({ type }) => namesIn(type));
  return shape.kind === 'union' ? shape.variants.map(({ name }) => name) : [];
}

function readCallable(name: string, callable: CallableContract, shapes: Shapes): Callable {
  const { description, idempotent, irreversible, input, output, errors } = callable;
  const takesNothing = input.oneOf === undefined && Object.keys(input.properties ?? {}).length === 0;
  const title = capitalised(name);
  if (!takesNothing) shapes.declare(`${title}Input`, input);
  return {
    name,
    description,
    idempotent,
    irreversible,
    input: takesNothing ? null : `${title}Input`,
    output: shapes.typeOf(output, `${title}Answer`),
    errors,
    pages: pagesOf(input, shapes.fieldsOf(output)),
  };
}

/** The only list beside the cursor. */
function pagesOf(input: Schema, answer: readonly Field[]): string | null {
  const takesCursor = input.properties !== undefined && 'cursor' in input.properties;
  if (!takesCursor || !answer.some(({ name }) => name === 'cursor')) return null;
  const lists = answer.filter(({ type }) => type.kind === 'list');
  if (lists.length !== 1) throw new Error('an answer with a cursor has exactly one list');
  return lists[0]?.name ?? null;
}

/** A declaration of which it is not known yet which way it goes. */
type Shape = Undirected<Declaration>;
type Undirected<One> = One extends { direction: Direction } ? Omit<One, 'direction'> : One;

/** Collects what has a name. Objects and enums without one are called after the field that holds them. */
class Shapes {
  readonly #declared = new Map<string, Shape>();
  readonly #defs: Contract['$defs'];

  constructor(defs: Contract['$defs']) {
    this.#defs = defs;
  }

  sorted(): Shape[] {
    return [...this.#declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The names of these declarations, and of all that they hold. */
  within(names: readonly string[], found = new Set<string>()): Set<string> {
    for (const name of names) {
      if (found.has(name)) continue;
      found.add(name);
      const shape = this.#declared.get(name);
      if (shape !== undefined) this.within(heldBy(shape), found);
    }
    return found;
  }

  fieldsOf({ $ref = '' }: Schema): Field[] {
    const declared = this.#declared.get(referredName($ref));
    return declared?.kind === 'object' ? declared.fields : [];
  }

  declare(name: string, schema: Schema): void {
    const known = this.#declared.get(name);
    const declaration = this.#read(name, schema);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(declaration))
      throw new Error(`${name} means two things`);
    this.#declared.set(name, declaration);
  }

  #read(name: string, schema: Schema): Shape {
    const description = schema.description ?? null;
    if (schema.enum !== undefined) {
      return { kind: 'enum', name, description, values: schema.enum.filter((value) => value !== null) };
    }
    if (schema.oneOf !== undefined) return this.#readUnion(name, schema);
    if (schema.properties === undefined) throw new Error(`${name} is no object, enum or tagged union`);
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).map(([field, value]): Field => ({
      name: field,
      description: value.description ?? null,
      type: this.typeOf(value, name + capitalised(field)),
      // Answers have no optional fields.
      isOptional: !required.has(field),
      defaultValue: value.default ?? null,
    }));
    return { kind: 'object', name, description, fields };
  }

  #readUnion(name: string, { description, oneOf = [] }: Schema): Shape {
    const tag = tagOf(oneOf.map((variant) => this.#resolved(variant)));
    if (tag === null) throw new Error(`the variants of ${name} have no field that tells them apart`);
    const variants = oneOf.map((variant): Variant => {
      const value = String(this.#resolved(variant).properties?.[tag]?.const);
      const type = this.typeOf(variant, name + capitalised(value));
      return { value, name: type.kind === 'named' ? type.name : name };
    });
    return { kind: 'union', name, description: description ?? null, tag, variants };
  }

  /** @param name what it is called if it needs a name and has none */
  typeOf(schema: Schema, name: string): Type {
    const { $ref, type, anyOf, items, prefixItems, additionalProperties } = schema;
    if ($ref !== undefined) return { kind: 'named', name: referredName($ref) };
    const rest = withoutNull(schema);
    if (rest !== null) return { kind: 'nullable', of: this.typeOf(rest, name) };
    if (schema.const !== undefined) return { kind: 'literal', value: schema.const };
    if (schema.generic === 'ShortList')
      return { kind: 'shortList', of: this.#elementOf(schema.properties?.['items'], name) };
    if (schema.enum !== undefined || schema.oneOf !== undefined || schema.properties !== undefined) {
      this.declare(name, schema);
      return { kind: 'named', name };
    }
    if (anyOf !== undefined) throw new Error(`${name} may be several things that nothing tells apart`);
    switch (type) {
      case 'array':
        return {
          kind: 'list',
          of: this.#elementOf(
            prefixItems === undefined ? { items: items ?? {} } : { items: prefixItems[0] ?? {} },
            name,
          ),
        };
      case 'object':
        return {
          kind: 'map',
          of: this.typeOf(additionalProperties === false ? {} : (additionalProperties ?? {}), name),
        };
      case 'string':
        return { kind: schema.format === 'date-time' ? 'time' : 'string' };
      case 'integer':
      case 'number':
      case 'boolean':
        return { kind: type };
      case undefined:
        return { kind: 'any' };
      default:
        throw new Error(`${name} has a type that the clients do not know`);
    }
  }

  #elementOf(list: Schema | undefined, name: string): Type {
    return this.typeOf(list?.items ?? {}, singular(name));
  }

  #resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : (this.#defs[referredName(schema.$ref)] ?? {});
  }
}

/** What the schema describes besides null; null if it does not allow null. */
function withoutNull(schema: Schema): Schema | null {
  const { type, anyOf } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    const [only] = type.filter((one) => one !== 'null');
    return { ...schema, ...(only !== undefined && { type: only }) };
  }
  if (anyOf?.some((one) => one.type === 'null') !== true) return null;
  const [only, ...others] = anyOf.filter((one) => one.type !== 'null');
  const { description } = schema;
  const described = { ...(description !== undefined && { description }) };
  return others.length === 0
    ? { ...only, ...described }
    : { ...described, anyOf: [...(only === undefined ? [] : [only]), ...others] };
}

/** The field that is a literal, another one in each variant. */
function tagOf(variants: readonly Schema[]): string | null {
  const [first = {}] = variants;
  const isTag = (field: string): boolean => {
    const values = variants.map(({ properties }) => properties?.[field]?.const);
    return !values.includes(undefined) && new Set(values).size === variants.length;
  };
  return Object.keys(first.properties ?? {}).find(isTag) ?? null;
}

/** For the elements of a list: good enough, since what an answer holds has names of its own. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}
