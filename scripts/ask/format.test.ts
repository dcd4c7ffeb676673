import assert from 'node:assert/strict';
import { formatAnswer } from './format.ts';

describe('an answer in the terminal', () => {
  it('numbers a list, with facts behind the heading and the reason below it', () => {
    const person = { id: 'ada', name: 'Ada', photo: null, role: 'student', department: 'Law' };
    const students = [
      {
        person: { ...person, headline: 'Engineer at Acme' },
        score: 0.51234,
        sharedSkills: { total: 7, items: ['Go', 'SQL'] },
        reason: 'You share Go.',
      },
      {
        person: { ...person, name: 'Bob', department: null, headline: null },
        score: 0.5,
        sharedSkills: { total: 0, items: [] },
        reason: 'You share nothing.',
      },
    ];
    assert.equal(
      formatAnswer({ basis: 'similarity', students }),
      [
        'basis: similarity',
        'students:',
        '   1. Ada — Engineer at Acme (Law)  (score 0.512, shared skills Go, SQL, and 5 more)',
        '      You share Go.',
        '   2. Bob  (score 0.500, shared skills (none))',
        '      You share nothing.',
      ].join('\n'),
    );
  });

  it('shows an event and a skill on one line each', () => {
    const event = { id: 'ball', title: 'Ball', end: null, image: null, department: 'Law' };
    assert.equal(
      formatAnswer({
        list: [
          { id: 'ball', event: { ...event, start: '2026-05-20T16:00:00.000Z', category: 'party' }, score: 1 },
          { event: { ...event, start: null, category: null, department: null } },
          { id: '57', skill: { id: '57', name: 'Docker', category: null }, score: 1 },
        ],
      }),
      [
        'list:',
        '   1. Ball — 2026-05-20 16:00, party (Law)  (score 1)',
        '   2. Ball',
        '   3. Docker  (score 1)',
      ].join('\n'),
    );
  });

  it('shows nested objects indented, and what is missing as a dash', () => {
    assert.equal(formatAnswer({ usage: { uploads: 3, bytes: null } }), 'usage:\n  uploads: 3\n  bytes: –');
  });

  it('says when a list is empty', () => {
    assert.equal(formatAnswer({ people: [] }), 'people: (none)');
  });
});
