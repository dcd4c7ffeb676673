import assert from 'node:assert/strict';
import { normaliseTitle, roleSimilarity, roleWords } from '../../../src/careers/titles/normalise.ts';

describe('a title', () => {
  const same: [string, ...string[]][] = [
    ['Senior Software Engineer', 'Sr. SWE', 'software engineer, senior', 'Snr Software Engineer (SWE)'],
    [
      'Software Engineer',
      'SWE II',
      'Engineer, Software',
      ' software  ENGINEERS ',
      'Software Engineer at Acme',
    ],
    ['Software Engineering Intern', 'Software Engineer (Intern)', 'Intern, Software Engineering'],
    ['Full-Stack Developer', 'fullstack dev', 'Full Stack Developers'],
    ['Chief Executive Officer', 'CEO', 'Chief Executives', 'Chief Executive Officer (CEO)'],
    ['Quality Assurance Engineer', 'QA Engineer', 'QA engr'],
    ['Junior Product Designer', 'Jr Product Designer'],
    ['Data Scientist', 'Mid-Level Data Scientist'],
    ['Vice President of Sales', 'VP of Sales', 'V.P. of Sales'],
  ];
  for (const [title, ...others] of same) {
    it(`${title} is one with ${others.join(' / ')}`, () => {
      for (const other of others) assert.equal(normaliseTitle(other).key, normaliseTitle(title).key, other);
    });
  }

  const different: [string, string][] = [
    ['Software Engineer', 'Senior Software Engineer'],
    ['Software Engineer', 'Software Developer'],
    ['C++ Developer', 'C# Developer'],
    ['Associate Professor', 'Professor'],
    ['Staff Nurse', 'Nurse'],
    ['School Principal', 'School'],
    ['Graduate Research Assistant', 'Research Assistant'],
    ['Operations Manager', 'Operation Manager'],
  ];
  for (const [one, other] of different) {
    it(`${one} is not ${other}`, () => {
      assert.notEqual(normaliseTitle(one).key, normaliseTitle(other).key);
    });
  }

  it('has its seniority apart from its role', () => {
    const grades = [
      ['Sr. SWE', 'senior'],
      ['Lead Software Engineer', 'lead'],
      ['Staff Software Engineer', 'staff'],
      ['Software Engineer I', 'junior'],
      ['SWE Intern', 'intern'],
      ['Software Engineer', null],
    ] as const;
    for (const [title, seniority] of grades) {
      const normalised = normaliseTitle(title);
      assert.deepEqual([normalised.role, normalised.seniority], ['software engineer', seniority], title);
    }
  });

  it('keeps its key when it is normalised again, whatever is written', () => {
    for (const title of [
      'Sr. SWE',
      'Ingénieur logiciel',
      '软件工程师',
      'Head of People & Culture',
      'Senior',
      'II',
    ]) {
      const { role } = normaliseTitle(title);
      assert.notEqual(role, '', title);
      assert.equal(normaliseTitle(role).role, role, title);
    }
    assert.equal(normaliseTitle(' -- ').key, '');
  });
});

describe('the similarity of roles', () => {
  const similarity = (a: string, b: string): number => roleSimilarity(roleWords(a), roleWords(b));

  it('is 1 for the same, 0 for nothing in common, and the same from both sides', () => {
    assert.equal(similarity('data analyst', 'data analyst'), 1);
    assert.equal(similarity('data analyst', 'nurse'), 0);
    assert.equal(similarity('data analyst', 'data engineer'), similarity('data engineer', 'data analyst'));
  });

  it('says more of the field than of the grade', () => {
    assert.ok(
      similarity('marketing manager', 'marketing specialist') >
        similarity('marketing manager', 'office manager'),
    );
  });
});
