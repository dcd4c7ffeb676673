import assert from 'node:assert/strict';
import { FIELDS, type Field } from '../../src/skills/aliases.ts';
import { aliasTable, displayName, keyBy, skillKey } from '../../src/skills/skillKey.ts';

const ENTRIES = Object.entries(FIELDS).flatMap(([fieldName, field]) =>
  Object.entries(field.skills).map(([name, others]) => ({ fieldName, field, name, others })),
);

describe('the shipped aliases', () => {
  it('are a few hundred', () => {
    const spellings = ENTRIES.reduce((sum, { others }) => sum + others.length, 0);
    assert.ok(ENTRIES.length >= 300, `${String(ENTRIES.length)} skills`);
    assert.ok(spellings >= 300, `${String(spellings)} other spellings`);
  });

  it('name each skill once, and each name is its own skill', () => {
    assert.equal(new Set(ENTRIES.map(({ name }) => name)).size, ENTRIES.length);
    assert.equal(new Set(ENTRIES.map(({ name }) => skillKey(name))).size, ENTRIES.length);
    for (const { name } of ENTRIES) assert.equal(displayName(name), name);
  });

  it('reach the skill they stand with', () => {
    for (const { name, others } of ENTRIES) {
      for (const other of others) assert.equal(displayName(other), name, other);
    }
  });

  it('are each needed: the rules do not reach the skill without them', () => {
    const superfluous = ENTRIES.flatMap(({ fieldName, field, name, others }) =>
      others.filter((other) => {
        const rest = others.filter((each) => each !== other);
        const without: Field = { ...field, skills: { [name]: rest } };
        return keyBy(aliasTable({ [fieldName]: without }), other) === skillKey(name);
      }),
    );
    assert.deepEqual(superfluous, []);
  });

  it('belong to one skill each', () => {
    const twice = { one: { skills: { React: ['RJS'] } }, two: { skills: { RequireJS: ['rjs'] } } };
    assert.throws(() => aliasTable(twice), /"rjs" is a spelling of both "React" and "RequireJS"/);
  });
});
