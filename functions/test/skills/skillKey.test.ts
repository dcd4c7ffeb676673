import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SKILL_CATEGORIES } from '../../src/skills/builtInAliases/skillCategories.ts';
import { skillKey } from '../../src/skills/skillKey.ts';
import { initialName } from '../../src/skills/skillName.ts';
import { seed } from '../support/history.ts';

/** Canonical name → spellings found in the wild. */
const SPELLINGS: Record<string, string[]> = {
  // Programming languages
  JavaScript: [
    'javascript',
    'Java Script',
    'java-script',
    'JAVASCRIPT',
    'JS',
    'js',
    'ES6',
    'es6+',
    'ECMAScript 6',
    'ES 2015',
    'JavaScript (ES6)',
    'Vanilla JS',
    'vanilla-js',
    'JavaScript programming',
  ],
  TypeScript: ['typescript', 'Type Script', 'TS', 'TypeScript 5.2', 'TypeScript language'],
  Python: [
    'python',
    ' PYTHON ',
    'Python 3',
    'python3',
    'Python 2.7',
    'Python 3.x',
    'Python v3.11',
    'Python (3.9)',
    'Python programming',
    'Python Programming Language',
    'Python (Programming Language)',
    'Python 3 programming',
    '#python',
    'Python.',
    'Python,',
    '“Python”',
    'Ｐｙｔｈｏｎ',
    'Py\u200bthon',
    '\ufeffPython',
    'Python\u00a0',
    'python scripting',
    'Python (Advanced)',
    'Python [beginner]',
  ],
  Java: [
    'java',
    'JAVA',
    'Java 8',
    'Java 17',
    'Java SE 8',
    'Core Java',
    'Java programming language',
    'java coding',
  ],
  C: [
    'c',
    'C language',
    'C programming',
    'C Programming Language',
    'ANSI C',
    'C99',
    'C (programming language)',
  ],
  'C++': [
    'c++',
    'C ++',
    'Cpp',
    'CPP',
    'C++11',
    'C++ 17',
    'C plus plus',
    'C++ programming',
    'Ｃ＋＋',
    'Modern C++',
  ],
  'C#': ['c#', 'C #', 'C Sharp', 'CSharp', 'c-sharp', 'C♯', 'C# 8.0', 'C#.NET', 'C# .NET', 'C＃'],
  'F#': ['f#', 'F sharp'],
  R: ['r', 'R programming', 'R language', 'R (programming language)', 'R-lang'],
  Go: [
    'go',
    'GO',
    'Golang',
    'go lang',
    'Go-Lang',
    'GoLang',
    'Go programming language',
    'Go (Golang)',
    'Go 1.21',
  ],
  Rust: ['rust', 'Rust lang', 'Rust programming'],
  'Objective-C': ['objective c', 'Objective C', 'ObjectiveC', 'Obj-C', 'ObjC'],
  PHP: ['php', 'PHP 7', 'PHP7', 'php 8.1', 'P.H.P.'],
  MATLAB: ['Matlab', 'MatLab', 'MATLAB programming', 'MATLAB 2020'],
  'Visual Basic .NET': ['VB.NET', 'VB .Net', 'vb.net'],
  'Shell Scripting': ['shell', 'Shell script', 'shell-scripting', 'Shell scripts'],
  SQL: ['sql', 'S.Q.L.', 'Structured Query Language', 'Structured Query Language (SQL)', 'SQL language'],
  HTML: [
    'html',
    'HTML5',
    'HTML 5',
    'html-5',
    'HyperText Markup Language',
    'HTML (HyperText Markup Language)',
  ],
  CSS: ['css', 'CSS3', 'CSS 3', 'Cascading Style Sheets', 'Cascading Style Sheets (CSS)'],
  LaTeX: ['latex', 'LaTex', 'La TeX'],
  'Regular Expressions': ['Regex', 'RegEx', 'regular expression', 'regexp'],

  // Frameworks and libraries
  React: [
    'ReactJS',
    'React.js',
    ' react ',
    'React JS',
    'react-js',
    'REACT',
    'React framework',
    'React library',
    'React 18',
    'React.JS',
    'ReactJs',
  ],
  'React Native': ['react-native', 'ReactNative', 'REACT NATIVE', 'react native framework'],
  'Vue.js': ['vue', 'VueJS', 'Vue JS', 'Vue 3', 'vue-js', 'Vue.js 2', 'Vue framework'],
  Angular: ['angular', 'Angular 2', 'Angular 2+', 'Angular 12', 'Angular v9', 'Angular framework'],
  AngularJS: ['Angular.js', 'Angular JS', 'angular-js', 'Angular 1.x', 'AngularJS 1.5'],
  'Node.js': ['node', 'NodeJS', 'Node JS', 'node-js', 'Node.JS', 'nodejs 18', 'Node (JS)'],
  'Express.js': ['express', 'ExpressJS', 'Express JS', 'Express framework'],
  'Next.js': ['NextJS', 'next js', 'Next.js 13'],
  'D3.js': ['D3', 'd3js', 'D3 JS'],
  'Three.js': ['ThreeJS', 'three js'],
  jQuery: ['JQuery', 'jquery', 'J Query'],
  'Tailwind CSS': ['Tailwind', 'TailwindCSS', 'tailwind-css'],
  Bootstrap: ['bootstrap', 'Bootstrap 4', 'Twitter Bootstrap', 'Bootstrap framework'],
  '.NET': ['.net', '.Net', 'dotnet', 'dot net', '.NET framework', '.NET 6', '. NET', 'Microsoft .NET'],
  'ASP.NET': ['asp.net', 'ASP .NET', 'Asp.Net', 'ASPNET'],
  'Spring Boot': ['spring-boot', 'SpringBoot', 'Spring Boot 3'],
  Spring: ['spring', 'Spring Framework', 'Spring 5'],
  'Ruby on Rails': ['RoR', 'Rails', 'ruby-on-rails', 'Rails 6'],
  'scikit-learn': ['sklearn', 'Scikit Learn', 'scikitlearn', 'SciKit-Learn'],
  TensorFlow: ['tensorflow', 'Tensor Flow', 'TensorFlow 2'],
  PyTorch: ['pytorch', 'Py Torch', 'py-torch'],
  pandas: ['Pandas', 'pandas library'],
  OpenCV: ['open cv', 'Open-CV', 'opencv 4'],

  // Databases, clouds, operations
  PostgreSQL: ['postgres', 'Postgres SQL', 'Postgre SQL', 'PostgreSQL 15', 'postgresql database', 'PG SQL'],
  MySQL: ['my sql', 'My-SQL', 'MySQL database', 'MySQL 8.0'],
  MongoDB: ['mongo', 'Mongo DB', 'mongo-db', 'MongoDB database'],
  'SQL Server': ['MSSQL', 'MS SQL', 'MS SQL Server', 'Microsoft SQL Server', 'SQL Server 2019'],
  'PL/SQL': ['plsql', 'PL SQL', 'pl-sql', 'Oracle PL/SQL'],
  NoSQL: ['No SQL', 'no-sql', 'NoSQL databases'],
  Elasticsearch: ['Elastic Search', 'elastic-search'],
  AWS: [
    'aws',
    'Amazon Web Services',
    'Amazon Web Services (AWS)',
    'AWS (Amazon Web Services)',
    'A.W.S.',
    'AWS cloud',
  ],
  'Google Cloud': ['GCP', 'Google Cloud Platform', 'Google Cloud Platform (GCP)', 'google-cloud'],
  'Microsoft Azure': ['Azure', 'MS Azure', 'azure cloud'],
  'Amazon S3': ['S3', 'AWS S3'],
  Kubernetes: ['K8s', 'k8s', 'kubernetes', 'K8S'],
  'CI/CD': ['ci cd', 'CI-CD', 'CICD', 'CI/CD pipelines'],
  Spark: ['Apache Spark', 'spark', 'Spark 3'],
  macOS: ['Mac OS', 'OS X', 'Mac OS X', 'MacOS'],
  Linux: ['linux', 'GNU/Linux', 'Linux OS'],

  // Tools and office software
  'Visual Studio Code': ['VS Code', 'VSCode', 'vs-code', 'visual studio code'],
  Jupyter: ['Jupyter Notebook', 'jupyter notebooks'],
  Unity: ['Unity3D', 'Unity 3D', 'unity', 'Unity 2021'],
  Excel: [
    'MS Excel',
    'Microsoft Excel',
    'excel',
    'Microsoft Office Excel',
    'Excel 2016',
    'MS-Excel',
    'Microsoft® Excel®',
    'Advanced Excel',
  ],
  Word: ['MS Word', 'Microsoft Word', 'word'],
  PowerPoint: ['Power Point', 'MS PowerPoint', 'Microsoft PowerPoint', 'PPT', 'power-point'],
  'Microsoft Office': ['MS Office', 'Office', 'Microsoft Office Suite', 'MS-Office', 'Office 2019'],
  'Power BI': ['PowerBI', 'Microsoft Power BI', 'power-bi', 'MS Power BI'],
  SPSS: ['IBM SPSS', 'spss', 'SPSS Statistics'],
  Photoshop: [
    'Adobe Photoshop',
    'photoshop',
    'Photo Shop',
    'Photoshop CS6',
    'Adobe Photoshop CC',
    'Adobe Photoshop™',
  ],
  Illustrator: ['Adobe Illustrator', 'illustrator'],
  InDesign: ['Adobe InDesign', 'In Design', 'indesign'],
  'After Effects': ['Adobe After Effects', 'AfterEffects'],
  AutoCAD: ['Auto CAD', 'Autocad 2018', 'Autodesk AutoCAD', 'auto-cad'],
  SolidWorks: ['Solid Works', 'SOLIDWORKS', 'SolidWorks 2020'],
  Figma: ['figma'],

  // Concepts, communication, subjects
  'Artificial Intelligence': ['AI', 'A.I.', 'artificial intelligence', 'Artificial Intelligence (AI)'],
  'Machine Learning': [
    'ML',
    'machine-learning',
    'Machine  Learning',
    'MACHINE LEARNING',
    'Machine Learning (ML)',
    'ML/Machine Learning',
    'Machine Learning - ML',
    'MachineLearning',
  ],
  'Natural Language Processing': ['NLP', 'natural-language processing', 'Natural Language Processing (NLP)'],
  'Large Language Models': ['LLM', 'LLMs', 'large language model', 'Large Language Models (LLMs)'],
  'Data Visualization': ['data visualisation', 'Data-Visualization', 'data viz', 'Data visualizations'],
  'Data Structures and Algorithms': ['DSA', 'Data Structures & Algorithms', 'Algorithms & Data Structures'],
  'Object-Oriented Programming': [
    'OOP',
    'object oriented programming',
    'Object-oriented programming (OOP)',
    'OOPs',
  ],
  Databases: ['database', 'Data bases', 'databases'],
  Algorithms: ['algorithm', 'ALGORITHMS'],
  'Operating Systems': ['operating system', 'Operating-Systems'],
  'REST API': ['REST', 'RESTful APIs', 'rest apis', 'REST-API', 'RESTful API'],
  'UI/UX Design': ['UI/UX', 'UX/UI', 'UI UX Design', 'UX/UI design', 'UI & UX'],
  'UX Design': ['user experience design', 'UX-Design'],
  'Front-End Development': [
    'frontend',
    'Front End',
    'front-end',
    'Front-end web development',
    'FrontEnd Development',
  ],
  'Full-Stack Development': ['full stack', 'fullstack', 'Full-Stack'],
  'Web Development': ['web dev', 'Web-Development', 'website development'],
  'Internet of Things': ['IoT', 'internet-of-things', 'Internet of Things (IoT)'],
  'Search Engine Optimization': ['SEO', 'Search Engine Optimisation', 'Search Engine Optimization (SEO)'],
  'Research and Development': ['R&D', 'R & D', 'Research & Development', 'Research and Development (R&D)'],
  'Human Resources': ['HR', 'Human Resources (HR)', 'human resource'],
  Communication: ['communication skills', 'Communications', 'communication', 'Communication Skill'],
  Teamwork: ['team work', 'team-work', 'TEAMWORK'],
  'Problem Solving': ['problem-solving', 'Problem-Solving Skills', 'problemsolving'],
  'Time Management': ['time-management', 'time management skills'],
  'Decision Making': ['decision-making', 'Decision making skills'],
  'Graphic Design': ['graphics design', 'graphic-design', 'Graphic Designing'],
  'E-Commerce': ['ecommerce', 'e commerce', 'eCommerce'],
  Mathematics: ['maths', 'Math', 'mathematics'],
  Statistics: ['stats', 'statistics'],
  'Computer-Aided Design': ['CAD', 'computer aided design', 'Computer-Aided Design (CAD)'],
  'Polymerase Chain Reaction': ['PCR', 'Polymerase Chain Reaction (PCR)'],
  'Geographic Information Systems': ['GIS', 'Geographic Information System (GIS)'],
  Spanish: ['spanish', 'Español', 'espanol', 'Spanish language', 'Spanish (fluent)', 'Spanish (B2)'],
  French: ['Français', 'francais', 'French language', 'French (native)'],
  German: ['Deutsch', 'GERMAN'],
  'Mandarin Chinese': ['Mandarin', 'Chinese (Mandarin)'],
  Japanese: ['日本語', 'japanese'],
};

/** Spellings of one skill that the rules resolve without an alias. */
const BY_RULE: string[][] = [
  ['Visualisation', 'visualization', 'VISUALISATIONS'],
  ['Behavioural economics', 'behavioral economics'],
  ['Modelling', 'modeling'],
  ['Theatre', 'Theater'],
  ['User-centred design', 'user centered design'],
  ['Pottery - advanced', 'pottery', 'Pottery (Beginner)'],
  ['Customer Success Platform / CSP', 'customer success platform'],
  ['Archaeology', 'archeology'],
  ['Women’s studies', "Women's Studies", 'Womens studies'],
  ['Résumé writing', 'resume writing'],
  ['Case studies', 'Case study'],
  ['3D-printing workshops', '3D printing workshop'],
  ['Rock climbing', 'rock-climbing', 'Rock  Climbing', 'rock_climbing', 'Rock\u2013climbing'],
  ['Customer Loyalty Program (CLP)', 'Customer loyalty programme'],
  ['Oxy\u00adgen therapy', 'oxygen therapy'],
  ['Straße fotografieren', 'STRASSE FOTOGRAFIEREN'],
];

/** Similar names of different skills, which must keep different keys. */
const DIFFERENT: string[][] = [
  ['Java', 'JavaScript', 'Java/JavaScript', 'Jakarta EE', 'JavaFX', 'Java Swing'],
  ['C', 'C++', 'C#', 'Objective-C', 'C suite', 'CC', 'C+', 'Ceramics', 'C minor'],
  ['R', 'Go', 'Rust', 'Ruby', 'D', 'RStudio', 'R&D', 'RD', 'Go-karting', 'The game of Go'],
  ['React', 'React Native', 'Redux', 'Preact', 'ReactiveX', 'Chemical reactions'],
  [
    'SQL',
    'SQL/NoSQL',
    'MySQL',
    'NoSQL',
    'PostgreSQL',
    'SQLite',
    'PL/SQL',
    'SQL Server',
    'T-SQL',
    'SQLAlchemy',
  ],
  ['Vue', 'Vuex', 'Vuetify', 'Nuxt.js'],
  ['Node.js', 'Node-RED', 'Nodemon', 'Deno'],
  ['AI', 'Illustrator', 'AR', 'A&R', 'IA', 'AIX'],
  ['Angular', 'AngularJS', 'Angular Material'],
  ['Scala', 'Scalability', 'Scales'],
  ['Excel', 'Excellence', 'Excel VBA', 'Accelerators'],
  ['.NET', 'net', 'Netball', 'ASP.NET', 'VB.NET', '.NET Core', 'ASP.NET Core', 'Networking'],
  ['Spring', 'Spring Boot', 'Spring MVC', 'Spring Cloud'],
  ['Git', 'GitHub', 'GitLab', 'Digit', 'GitHub Actions'],
  ['Design', 'UI Design', 'UX Design', 'Graphic Design', 'Interior Design', 'UI/UX Design', 'InDesign'],
  ['UX', 'UI', 'UX Design', 'UI Design', 'UX Research'],
  ['Rail', 'Rails', 'Handrails'],
  ['Panda', 'pandas'],
  ['Window', 'Windows', 'Windows Server'],
  ['Team', 'Microsoft Teams', 'Teamwork'],
  ['Words', 'Word', 'WordPress'],
  ['Express', 'Expression'],
  ['Perl', 'Raku', 'Pearl diving'],
  ['QA', 'Q&A'],
  ['PHP', 'PCP', 'PPT'],
  ['CSS', 'CS', 'CMS', 'SCSS'],
  ['HTML', 'XML', 'HTML/CSS', 'HTMX'],
  ['Machine Learning', 'Deep Learning', 'Learning', 'Machine Design', 'Machine Translation'],
  ['Data Science', 'Data Analysis', 'Data Analytics', 'Data Mining', 'Data Engineering', 'Data'],
  ['Photoshop', 'Lightroom', 'Photography', 'Photo editing'],
  ['Communication', 'Verbal Communication', 'Written Communication', 'Telecommunications'],
  ['Project Management', 'Product Management', 'Time Management', 'Management', 'Microsoft Project'],
  ['Accounting', 'Accounting software', 'Account management', 'Accountancy'],
  ['Statistics', 'SPSS', 'Stata', 'SAS', 'Static analysis'],
  ['Linear Algebra', 'Algebra', 'Linear programming', 'Dynamic programming', 'Programming'],
  ['Sign language', 'Body language', 'American Sign Language', 'Language', 'English'],
  ['Chinese', 'Mandarin Chinese', 'Cantonese'],
  ['Physics', 'Physical Education', 'Biophysics'],
  ['Calculus', 'Calculus 2', 'Calculus 3'],
  ['Economics', 'Home economics', 'Econometrics'],
  ['A', 'A+', 'Network+', 'Security+', 'Network', 'Security'],
  ['Docker', 'Docker Compose', 'Dockyard work'],
  ['Swift', 'SwiftUI', 'Taylor Swift'],
  ['Unity', 'Unreal Engine', 'Community', 'Utility'],
  ['Azure', 'Azure DevOps', 'DevOps'],
  ['Google Cloud', 'Google Docs', 'Google Sheets', 'Google Analytics', 'Google Ads', 'Google'],
  ['Amazon S3', 'Amazon EC2', 'AWS', 'AWS Lambda', 'Lambda calculus'],
  ['Oracle Database', 'MySQL', 'Oracle Forms'],
  ['Filing', 'Filling'],
  ['Tour guiding', 'Tor guiding'],
  ['Kotlin', 'Koltin', 'Javascrpt', 'JavaScript'],
  ['日本語能力試験', '日本史', '日本舞踊'],
  ['🎨', '🎭', '!!!', '+'],
];

describe('skillKey', () => {
  for (const [name, spellings] of Object.entries(SPELLINGS)) {
    it(`resolves ${String(spellings.length)} spellings of ${name}`, () => {
      for (const spelling of [name, ...spellings]) assert.equal(initialName(spelling), name, spelling);
    });
  }

  it('ignores case, punctuation, accents, plurals and British spelling', () => {
    for (const [first = '', ...others] of BY_RULE) {
      for (const other of others) assert.equal(skillKey(other), skillKey(first), other);
    }
  });

  it('keeps different skills apart', () => {
    for (const names of DIFFERENT) {
      const keys = new Map(names.map((name) => [skillKey(name), name]));
      const merged = names.filter((name) => keys.get(skillKey(name)) !== name);
      assert.deepEqual(merged, [], names.join(', '));
    }
  });

  describe('for any name', () => {
    const known = SKILL_CATEGORIES.flatMap(({ skills }) => Object.entries(skills).flat(2));
    const word = fc.constantFrom(
      ...known,
      ...[
        '(',
        ')',
        '#',
        '+',
        '++',
        '.',
        '-',
        '&',
        'and',
        '3',
        'v2',
        '3.10',
        's',
        'es',
        'ies',
        'ise',
        'programmes',
        'é',
        'ß',
      ],
    );
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
      fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('')),
    );
    const parameters = { seed: seed(), numRuns: 20_000 };

    it('is idempotent, also through the display name', () => {
      fc.assert(
        fc.property(name, (spelling) => {
          const key = skillKey(spelling);
          assert.equal(skillKey(key), key);
          assert.equal(skillKey(initialName(key)), key);
          assert.equal(skillKey(initialName(spelling)), key);
        }),
        parameters,
      );
    });

    it('ignores case, extra spaces and invisible characters', () => {
      fc.assert(
        fc.property(name, (spelling) => {
          assert.equal(skillKey(spelling.toUpperCase()), skillKey(spelling));
          assert.equal(skillKey(`\u200b ${spelling.replaceAll(' ', '\u00a0 ')}\t`), skillKey(spelling));
          assert.equal(skillKey(spelling.normalize('NFD')), skillKey(spelling));
        }),
        parameters,
      );
    });

    it('is not empty for a lone trade mark sign', () => {
      for (const spelling of ['®', '™', ' ©\u200b', '®™']) assert.notEqual(skillKey(spelling), '');
    });

    it('is empty only for names of spaces and invisible characters', () => {
      fc.assert(
        fc.property(name, (spelling) => {
          const empty = /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(spelling);
          assert.equal(skillKey(spelling) === '', empty, JSON.stringify(spelling));
        }),
        parameters,
      );
    });
  });
});
