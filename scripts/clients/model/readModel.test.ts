import assert from 'node:assert/strict';
import type { CallableContract, Contract, Schema } from '../contract.ts';
import { readModel } from './readModel.ts';

const text: Schema = { type: 'string' };

/** A contract of one callable. */
function contractOf(callable: Partial<CallableContract>, $defs: Contract['$defs']): Contract {
  const common = {
    description: 'Says what it hears.',
    access: { member: 'own', faculty: 'own', admin: 'own' },
    irreversible: false,
    idempotent: true,
    cacheSeconds: null,
    rateLimit: { calls: 60, seconds: 60 },
    input: { type: 'object', properties: {} },
    output: { $ref: '#/$defs/Echo' },
    errors: [],
  };
  return { version: 1, callables: { echo: { ...common, ...callable } }, $defs };
}

const fieldsOf = (properties: Record<string, Schema>) => {
  const { declarations } = readModel(contractOf({}, { Echo: { type: 'object', properties } }));
  const echo = declarations.find(({ name }) => name === 'Echo');
  return echo?.kind === 'object' ? Object.fromEntries(echo.fields.map(({ name, type }) => [name, type])) : {};
};

describe('the model of a contract', () => {
  it('knows what may be null', () => {
    const nullable = { kind: 'nullable', of: { kind: 'string' } };
    const person = { kind: 'nullable', of: { kind: 'named', name: 'Echo' } };
    assert.deepEqual(
      fieldsOf({
        short: { type: ['string', 'null'] },
        long: { anyOf: [text, { type: 'null' }] },
        named: { anyOf: [{ $ref: '#/$defs/Echo' }, { type: 'null' }] },
      }),
      { short: nullable, long: nullable, named: person },
    );
  });

  it('knows what is sent only, also within something else', () => {
    const $defs: Contract['$defs'] = {
      Echo: { type: 'object', properties: { both: { $ref: '#/$defs/Both' } } },
      Sent: { type: 'object', properties: { inner: { $ref: '#/$defs/Inner' } } },
      Inner: { type: 'object', properties: { optional: text, both: { $ref: '#/$defs/Both' } } },
      Both: { type: 'object', properties: {} },
    };
    const input: Schema = { type: 'object', properties: { sent: { $ref: '#/$defs/Sent' } } };
    const directions = readModel(contractOf({ input }, $defs)).declarations.map((declaration) => [
      declaration.name,
      'direction' in declaration && declaration.direction,
    ]);
    assert.deepEqual(Object.fromEntries(directions), {
      Both: 'output',
      Echo: 'output',
      EchoInput: 'input',
      Inner: 'input',
      Sent: 'input',
    });
  });

  it('tells times, lists, maps, ranges and short lists', () => {
    assert.deepEqual(
      fieldsOf({
        at: { type: 'string', format: 'date-time' },
        names: { type: 'array', items: text },
        ranges: {
          type: 'array',
          items: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'integer' }] },
        },
        byName: { type: 'object', additionalProperties: { type: 'integer' } },
        some: { generic: 'ShortList', type: 'object', properties: { items: { type: 'array', items: text } } },
      }),
      {
        at: { kind: 'time' },
        names: { kind: 'list', of: { kind: 'string' } },
        ranges: { kind: 'list', of: { kind: 'list', of: { kind: 'integer' } } },
        byName: { kind: 'map', of: { kind: 'integer' } },
        some: { kind: 'shortList', of: { kind: 'string' } },
      },
    );
  });

  it('calls what has no name after its place', () => {
    assert.deepEqual(
      fieldsOf({
        mood: { enum: ['calm', 'loud'] },
        parts: { type: 'array', items: { type: 'object', properties: {} } },
      }),
      {
        mood: { kind: 'named', name: 'EchoMood' },
        parts: { kind: 'list', of: { kind: 'named', name: 'EchoPart' } },
      },
    );
  });

  const variant = (kind: string): Schema => ({
    type: 'object',
    properties: { kind: { const: kind }, at: text },
  });

  it('tells the variants of a union apart by their literal', () => {
    const Echo = { oneOf: [variant('near'), { $ref: '#/$defs/Far' }] };
    const { declarations } = readModel(contractOf({}, { Echo, Far: variant('far') }));
    assert.deepEqual(
      declarations.find(({ name }) => name === 'Echo'),
      {
        kind: 'union',
        name: 'Echo',
        description: null,
        direction: 'output',
        tag: 'kind',
        variants: [
          { value: 'near', name: 'EchoNear' },
          { value: 'far', name: 'Far' },
        ],
      },
    );
  });

  it('refuses what a client could not decode', () => {
    const untagged = { oneOf: [variant('near'), variant('near')] };
    assert.throws(() => readModel(contractOf({}, { Echo: untagged })), /nothing|no field/);
    assert.throws(() => fieldsOf({ any: { anyOf: [text, { type: 'integer' }] } }), /several things/);
  });

  it('knows which answers have further pages', () => {
    const pages = (properties: Record<string, Schema>) =>
      readModel(contractOf({ input: { properties: { cursor: text } } }, { Echo: { properties } }))
        .callables[0]?.pages;
    assert.equal(pages({ cursor: text, people: { type: 'array', items: text } }), 'people');
    assert.equal(pages({ people: { type: 'array', items: text } }), null);
    assert.throws(() => pages({ cursor: text }), /exactly one list/);
  });
});
