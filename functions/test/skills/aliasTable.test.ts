import assert from 'node:assert/strict';
import { buildAliasTable, lookUpKey } from '../../src/skills/aliasTable.ts';
import { SKILL_CATEGORIES } from '../../src/skills/builtInAliases/skillCategories.ts';
import { skillKey } from '../../src/skills/skillKey.ts';
import { initialName } from '../../src/skills/skillName.ts';

const ENTRIES = SKILL_CATEGORIES.flatMap((category) =>
  Object.entries(category.skills).map(([name, aliases]) => ({ category, name, aliases })),
);

describe('the shipped aliases', () => {
  it('list each skill once, under its own key', () => {
    assert.equal(new Set(ENTRIES.map(({ name }) => name)).size, ENTRIES.length);
    assert.equal(new Set(ENTRIES.map(({ name }) => skillKey(name))).size, ENTRIES.length);
    for (const { name } of ENTRIES) assert.equal(initialName(name), name);
  });

  it('resolve to the skill they are listed with', () => {
    for (const { name, aliases } of ENTRIES) {
      for (const alias of aliases) assert.equal(initialName(alias), name, alias);
    }
  });

  it('include none that the rules resolve anyway', () => {
    const redundant = ENTRIES.flatMap(({ category, name, aliases }) =>
      aliases.filter((alias) => {
        const others = aliases.filter((other) => other !== alias);
        const table = buildAliasTable([{ ...category, skills: { [name]: others } }]);
        return lookUpKey(table, alias) === skillKey(name);
      }),
    );
    assert.deepEqual(redundant, []);
  });

  it('may not belong to two skills', () => {
    const categories = [{ skills: { React: ['RJS'] } }, { skills: { RequireJS: ['rjs'] } }];
    assert.throws(() => buildAliasTable(categories), /"rjs" is an alias of both "React" and "RequireJS"/);
  });
});
