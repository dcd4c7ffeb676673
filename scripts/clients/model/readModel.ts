import type { CallableContract, Contract, Schema } from '../contract.ts';
import type { Callable, Declaration, Direction, Field, Model, Type, Variant } from './model.ts';

/** The model of a contract. @throws Error for a schema that no emitter would understand */
export function readModel({ version, callables, $defs }: Contract): Model {
  const declarations = new Declarations($defs);
  const sent = namesWithin(
    Object.values(callables).map(({ input }) => input),
    $defs,
  );
  const received = namesWithin(
    Object.values(callables).map(({ output }) => output),
    $defs,
  );
  for (const [name, schema] of Object.entries($defs)) {
    declarations.declare(name, schema, sent.has(name) && !received.has(name) ? 'input' : 'output');
  }
  const read = Object.entries(callables).map(([name, callable]) =>
    readCallable(name, callable, declarations),
  );
  return { version, callables: read, declarations: declarations.sorted() };
}

/** Names of the types that these schemas refer to, also through others. */
function namesWithin(schemas: unknown, $defs: Contract['$defs']): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = '$ref' in value ? nameOf(String(value.$ref)) : null;
    if (name !== null && !names.has(name)) {
      names.add(name);
      visit($defs[name]);
    }
    Object.values(value).forEach(visit);
  };
  visit(schemas);
  return names;
}

function readCallable(name: string, callable: CallableContract, declarations: Declarations): Callable {
  const { description, idempotent, irreversible, input, output, errors } = callable;
  const takesNothing = input.oneOf === undefined && Object.keys(input.properties ?? {}).length === 0;
  const title = capitalised(name);
  if (!takesNothing) declarations.declare(`${title}Input`, input, 'input');
  return {
    name,
    description,
    idempotent,
    irreversible,
    input: takesNothing ? null : `${title}Input`,
    output: declarations.typeOf(output, `${title}Answer`, 'output'),
    errors,
    pages: pagesOf(input, declarations.fieldsOf(output)),
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

/** Collects what has a name. Objects and enums without one are called after the field that holds them. */
class Declarations {
  readonly #declared = new Map<string, Declaration>();
  readonly #defs: Contract['$defs'];

  constructor(defs: Contract['$defs']) {
    this.#defs = defs;
  }

  sorted(): Declaration[] {
    return [...this.#declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  fieldsOf({ $ref = '' }: Schema): Field[] {
    const declared = this.#declared.get(nameOf($ref));
    return declared?.kind === 'object' ? declared.fields : [];
  }

  declare(name: string, schema: Schema, direction: Direction): void {
    const known = this.#declared.get(name);
    const declaration = this.#read(name, schema, direction);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(declaration))
      throw new Error(`${name} means two things`);
    this.#declared.set(name, declaration);
  }

  #read(name: string, schema: Schema, direction: Direction): Declaration {
    const description = schema.description ?? null;
    if (schema.enum !== undefined) {
      return { kind: 'enum', name, description, values: schema.enum.filter((value) => value !== null) };
    }
    if (schema.oneOf !== undefined) return this.#readUnion(name, schema, direction);
    if (schema.properties === undefined) throw new Error(`${name} is no object, enum or tagged union`);
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).map(([field, value]): Field => ({
      name: field,
      description: value.description ?? null,
      type: this.typeOf(value, name + capitalised(field), direction),
      isOptional: direction === 'input' && !required.has(field),
      defaultValue: value.default ?? null,
    }));
    return { kind: 'object', name, description, direction, fields };
  }

  #readUnion(name: string, { description, oneOf = [] }: Schema, direction: Direction): Declaration {
    const tag = tagOf(oneOf.map((variant) => this.#resolved(variant)));
    if (tag === null) throw new Error(`the variants of ${name} have no field that tells them apart`);
    const variants = oneOf.map((variant): Variant => {
      const value = String(this.#resolved(variant).properties?.[tag]?.const);
      const type = this.typeOf(variant, name + capitalised(value), direction);
      return { value, name: type.kind === 'named' ? type.name : name };
    });
    return { kind: 'union', name, description: description ?? null, direction, tag, variants };
  }

  /** @param name what it is called if it needs a name and has none */
  typeOf(schema: Schema, name: string, direction: Direction): Type {
    const { $ref, type, anyOf, items, prefixItems, additionalProperties } = schema;
    if ($ref !== undefined) return { kind: 'named', name: nameOf($ref) };
    const rest = withoutNull(schema);
    if (rest !== null) return { kind: 'nullable', of: this.typeOf(rest, name, direction) };
    if (schema.const !== undefined) return { kind: 'literal', value: schema.const };
    if (schema.generic === 'ShortList')
      return { kind: 'shortList', of: this.#elementOf(schema.properties?.['items'], name, direction) };
    if (schema.enum !== undefined || schema.oneOf !== undefined || schema.properties !== undefined) {
      this.declare(name, schema, direction);
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
            direction,
          ),
        };
      case 'object':
        return {
          kind: 'map',
          of: this.typeOf(
            additionalProperties === false ? {} : (additionalProperties ?? {}),
            name,
            direction,
          ),
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

  #elementOf(list: Schema | undefined, name: string, direction: Direction): Type {
    return this.typeOf(list?.items ?? {}, singular(name), direction);
  }

  #resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : (this.#defs[nameOf(schema.$ref)] ?? {});
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

function nameOf(reference: string): string {
  return reference.replace('#/$defs/', '');
}

/** Such as `SkillTrends` for `skill-trends`. */
function capitalised(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** For the elements of a list: good enough, since what an answer holds has names of its own. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}
