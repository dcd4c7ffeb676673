import assert from 'node:assert/strict';
import { initialName, skillName } from '../../src/skills/skillName.ts';
import { skillKey } from '../../src/skills/skillKey.ts';

describe('skillName', () => {
  const name = (people: Record<string, number>, taxonomyName: string | null = null): string | null =>
    skillName({
      key: skillKey(taxonomyName ?? Object.keys(people)[0] ?? ''),
      taxonomyName,
      spellings: Object.entries(people).map(([spelling, count]) => ({ spelling, people: count })),
    });

  it('prefers the taxonomy, then the shipped aliases, then most people', () => {
    assert.equal(name({ 'sound-design': 9 }, 'sound design'), 'Sound Design');
    assert.equal(name({ Excel: 9 }, 'Microsoft Excel'), 'Microsoft Excel');
    assert.equal(name({ 'node JS': 9 }), 'Node.js');
    assert.equal(name({ 'rock climbing': 9, 'Rock-Climbing': 2 }), 'Rock Climbing');
  });

  it('drops what a taxonomy or a person adds to tell skills apart or to grade them', () => {
    assert.equal(name({}, 'Python (computer programming)'), 'Python');
    assert.equal(name({ 'rock climbing (beginner)': 1 }), 'Rock Climbing');
    assert.equal(name({ 'Rock climbing - advanced': 3, 'Rock-Climbing': 2 }), 'Rock Climbing');
  });

  it('leaves out spellings that only an alias resolves to the skill', () => {
    assert.equal(name({ Bouldering: 1, 'Rock climbing': 9 }), 'Bouldering');
    assert.equal(skillName({ key: 'bouldering', taxonomyName: null, spellings: [] }), null);
  });

  it('starts with the first spelling, with sensible capitals', () => {
    assert.equal(initialName('INTERVIEWING'), 'Interviewing');
    assert.equal(initialName('sound design'), 'Sound Design');
    assert.equal(initialName('k8s'), 'Kubernetes');
    assert.equal(initialName('RPG'), 'RPG');
  });
});
