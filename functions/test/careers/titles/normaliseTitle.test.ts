import assert from 'node:assert/strict';
import { normaliseTitle } from '../../../src/careers/titles/normaliseTitle.ts';

describe('normaliseTitle', () => {
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
    it(`treats ${others.join(' / ')} as ${title}`, () => {
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
    it(`keeps ${one} apart from ${other}`, () => {
      assert.notEqual(normaliseTitle(one).key, normaliseTitle(other).key);
    });
  }

  it('separates seniority and role', () => {
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

  it('is idempotent in any language, and never leaves a role empty', () => {
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
