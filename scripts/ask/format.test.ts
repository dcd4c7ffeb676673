import assert from 'node:assert/strict';
import { formatAnswer } from './format.ts';

describe('an answer in the terminal', () => {
  it('numbers a list, with facts behind the heading and the reason below it', () => {
    const students = [
      {
        id: 'ada',
        name: 'Ada',
        role: 'student',
        score: 0.51234,
        sharedSkills: ['Go', 'SQL'],
        reason: 'You share Go.',
      },
      { id: 'bob', name: 'Bob', role: null, score: 0.5, sharedSkills: [], reason: 'You share nothing.' },
    ];
    assert.equal(
      formatAnswer({ basis: 'similarity', students }),
      [
        'basis: similarity',
        'students:',
        '   1. Ada  (role student, score 0.512, shared skills Go, SQL)',
        '      You share Go.',
        '   2. Bob  (score 0.500, shared skills (none))',
        '      You share nothing.',
      ]
        .join('\n')
        .trim(),
    );
  });

  it('shows nested objects indented, and what is missing as a dash', () => {
    assert.equal(formatAnswer({ usage: { uploads: 3, bytes: null } }), 'usage:\n  uploads: 3\n  bytes: –');
  });

  it('says when a list is empty', () => {
    assert.equal(formatAnswer({ people: [] }), 'people: (none)');
  });
});
