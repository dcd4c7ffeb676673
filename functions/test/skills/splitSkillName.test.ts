import assert from 'node:assert/strict';
import { skillList } from '../../src/skills/skillList.ts';
import { splitSkillName } from '../../src/skills/splitSkillName.ts';

describe('splitSkillName', () => {
  const several: [name: string, skills: string[]][] = [
    ['HTML & CSS', ['HTML', 'CSS']],
    ['HTML+CSS', ['HTML', 'CSS']],
    ['HTML + CSS', ['HTML', 'CSS']],
    ['HTML5/CSS3', ['HTML5', 'CSS3']],
    ['HTML, CSS & JavaScript', ['HTML', 'CSS', 'JavaScript']],
    ['Word/Excel', ['Word', 'Excel']],
    ['Python, SQL and R', ['Python', 'SQL', 'R']],
    ['Python, SQL, and R', ['Python', 'SQL', 'R']],
    ['C/C++', ['C', 'C++']],
    ['C, C++, C#', ['C', 'C++', 'C#']],
    ['Docker; Kubernetes', ['Docker', 'Kubernetes']],
    ['Spanish und French', ['Spanish', 'French']],
    ...[
      ...[
        'Python · SQL',
        'Python • SQL',
        'Python | SQL',
        'Python、SQL',
        'Python；SQL',
        'Python\\SQL',
        'Python／SQL',
      ],
      ...['Python - SQL', 'Python – SQL', 'Python > SQL', 'Python or SQL', 'Python e SQL', 'Python oder SQL'],
      ...['- Python\n- SQL', '• Python • SQL', '1. Python 2. SQL', '(Python, SQL)', '["Python","SQL"]'],
      ...['Python, SQL etc.', 'Python\tSQL', 'Python with SQL', '…Python, SQL…'.slice(1)],
    ].map((name): [string, string[]] => [name, ['Python', 'SQL']]),
    ['#python #sql', ['#python', '#sql']],
    ['“Python”, “SQL”', ['“Python”', '“SQL”']],
    // The whole is a skill only without its comma.
    ['React, Redux', ['React', 'Redux']],
  ];
  for (const [name, skills] of several) {
    it(`finds several skills in ${name}`, () => {
      assert.deepEqual(splitSkillName(name), skills);
    });
  }

  const single = [
    ...[
      'AT&T',
      'B&B',
      'M&A',
      'GD&T',
      'Black & Decker',
      'Rock and Roll',
      'Health & Safety',
      'Drag and Drop',
      'OS/2',
    ],
    ...[
      'Objective - C',
      'Machine Learning - ML',
      'Cooking · Singing',
      'Design with Words',
      'i',
      '#',
      'etc.',
      '·',
      '()',
    ],
    ...['TCP/IP', 'UI/UX', 'Research & Development', 'R&D', 'CI/CD', 'AI/ML', 'PL/SQL', 'A/B Testing', 'I/O'],
    ...[
      'Data Structures and Algorithms',
      'Machine Learning/ML',
      'Spanish - fluent',
      'D&D',
      'Q&A',
      'C++',
      'C#',
    ],
    ...[
      'Notepad++',
      'Arts & Crafts',
      'Python, cooking and R',
      'Microsoft Office (Word, Excel)',
      'Go',
      '&',
      ',,',
    ],
    'Python, '.repeat(1000),
  ];
  for (const name of single) {
    it(`takes ${name.slice(0, 30)} for one`, () => {
      assert.deepEqual(splitSkillName(name), [name]);
    });
  }

  it('applies to lists of skills, each part with the level of the entry', () => {
    assert.deepEqual(
      skillList.parse([
        { name: 'HTML & CSS', level: 4 },
        { name: 'css', level: 5 },
      ]),
      [
        { name: 'HTML', level: 4 },
        { name: 'CSS', level: 5 },
      ],
    );
  });
});
