import assert from 'node:assert/strict';
import type { CallableContract, Contract, Schema } from '../contract.ts';
import { breaks } from './breaks.ts';

const text: Schema = { type: 'string' };
const ECHO: CallableContract = {
  description: 'Says what it hears.',
  access: { member: 'own', faculty: 'departments', admin: 'everyone' },
  irreversible: false,
  idempotent: true,
  cacheSeconds: null,
  rateLimit: { calls: 60, seconds: 60 },
  input: {
    type: 'object',
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 50 },
      mood: { type: 'string', enum: ['calm', 'loud'] },
      names: { type: 'array', items: { type: 'string', maxLength: 10 } },
    },
    required: ['mood'],
  },
  output: { $ref: '#/$defs/Echo' },
  errors: ['not-found'],
};
const DEFS: Contract['$defs'] = {
  Echo: {
    type: 'object',
    properties: {
      said: text,
      heard: { type: ['string', 'null'] },
      parts: { type: 'array', items: { $ref: '#/$defs/Part' } },
      volume: { type: 'number' },
    },
  },
  Part: {
    type: 'object',
    properties: {
      mood: { type: 'string', enum: ['calm', 'loud'] },
      within: { type: 'array', items: { $ref: '#/$defs/Part' } },
    },
  },
};

const contract = (callable: Partial<CallableContract> = {}, defs: Contract['$defs'] = {}): Contract => ({
  version: 1,
  callables: { echo: { ...ECHO, ...callable } },
  $defs: { ...DEFS, ...defs },
});

const input = (properties: Record<string, Schema>, required: string[] = ['mood']) =>
  contract({ input: { ...ECHO.input, properties: { ...ECHO.input.properties, ...properties }, required } });
const answer = (properties: Record<string, Schema>) =>
  contract({}, { Echo: { ...DEFS['Echo'], properties: { ...DEFS['Echo']?.properties, ...properties } } });
const part = (properties: Record<string, Schema>) => contract({}, { Part: { ...DEFS['Part'], properties } });
const within = DEFS['Part']?.properties?.['within'] ?? {};

describe('a contract breaks released clients', () => {
  const without = (field: string, { properties = {} }: Schema) =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => name !== field));
  const cases: Record<string, [Contract, RegExp]> = {
    'without a callable': [{ ...contract(), callables: {} }, /`echo` is gone/],
    'that reaches less': [contract({ access: { ...ECHO.access, faculty: 'none' } }), /faculty reaches less/],
    'whose calls must not be repeated any more': [contract({ idempotent: false }), /no longer safe/],
    'whose calls use up a token': [contract({ irreversible: true }), /limited use/],
    'without a field of the input': [
      contract({ input: { ...ECHO.input, properties: without('mood', ECHO.input), required: [] } }),
      /input\.mood is no longer taken/,
    ],
    'with a field that is required': [
      input({ volume: text }, ['mood', 'volume']),
      /input\.volume is now required/,
    ],
    'with a field required that was optional': [input({}, ['mood', 'limit']), /input\.limit is now required/],
    'with narrower limits': [
      input({ limit: { type: 'integer', minimum: 1, maximum: 20 } }),
      /input\.limit has narrower/,
    ],
    'with narrower limits inside a list': [
      input({ names: { type: 'array', items: { type: 'string', maxLength: 5 } } }),
      /input\.names\[\] has narrower/,
    ],
    'that takes fewer values': [
      input({ mood: { type: 'string', enum: ['calm'] } }),
      /no longer takes "loud"/,
    ],
    'that takes another type': [input({ limit: text }), /takes string, and took integer/],
    'without a field of the answer': [
      contract({}, { Echo: { ...DEFS['Echo'], properties: without('said', DEFS['Echo'] ?? {}) } }),
      /answer\.said is gone/,
    ],
    'whose field may be null': [
      answer({ said: { type: ['string', 'null'] } }),
      /answer\.said may now be null/,
    ],
    'whose field is something else': [answer({ said: { type: 'integer' } }), /answer\.said is now integer/],
    'without a field further inside': [part({ within }), /answer\.parts\[\]\.mood is gone/],
  };
  for (const [what, [current, problem]] of Object.entries(cases))
    it(what, () => {
      const found = breaks(contract(), current);
      assert.equal(found.length, 1, found.join(' '));
      assert.match(found[0] ?? '', problem);
    });
});

describe('a contract does not break released clients', () => {
  const cases: Record<string, Contract> = {
    'that is the same': contract(),
    'with another callable': { ...contract(), callables: { echo: ECHO, shout: ECHO } },
    'that reaches more': contract({ access: { ...ECHO.access, member: 'everyone' } }),
    'with an optional field of the input': input({ volume: text }),
    'with a field no longer required': input({}, []),
    'with wider limits': input({ limit: { type: 'integer', minimum: 0, maximum: 100 } }),
    'that takes more values': input({ mood: { type: 'string', enum: ['calm', 'loud', 'sad'] } }),
    'with a further field of the answer': answer({ length: { type: 'integer' } }),
    'whose field is null no more': answer({ heard: text }),
    'whose number is whole': answer({ volume: { type: 'integer' } }),
    'with a further value of an enum': part({
      within,
      mood: { type: 'string', enum: ['calm', 'loud', 'sad'] },
    }),
    'that fails for another reason': contract({ errors: [] }),
  };
  for (const [what, current] of Object.entries(cases))
    it(what, () => {
      assert.deepEqual(breaks(contract(), current), []);
    });
});
