/** Sentence templates; `fill` in `templates.ts` replaces the placeholders. */

/** What a student's bio says first. */
export const studentBios = [
  '{Year}-year {department} student, currently working on {made}.',
  'I study {department} and spend most evenings on {about}.',
  '{department} student with a soft spot for {about}.',
  '{department}, {year} year. I care about {about} as well as {otherAbout}.',
  'My days go to {department}, my nights to {made}.',
];

/** The same for a student without a department. */
export const undecidedBios = [
  'Still choosing a major, already deep into {about}.',
  '{Year}-year student, mostly here for {about}.',
  'Undecided on a subject, decided on {about} as well as {otherAbout}.',
];

export const alumniBios = [
  '{department} graduate of {graduated} with a soft spot for {about}.',
  'Graduated in {department} in {graduated}; now {title} at {organisation}.',
  '{title} at {organisation}, {department} class of {graduated}. Still interested in {about}.',
];

export const facultyBios = [
  '{title} in {department}. My door is open for anything on {about}.',
  '{title} in {department}. I supervise projects on {about} as well as {otherAbout}.',
  'I teach {skill} in {department} and advise the {club}.',
];

export const adminBios = [
  'Student Services. Write to me about events, accounts and rooms.',
  'I look after the campus calendar and the student showcase.',
];

/** What a bio may say after that. */
export const bioEndings = [
  'Ask me about {skill}.',
  'Member of the {club}.',
  'Usually found at the {club}, happy to help with {skill}.',
  'Looking for people who like {about}.',
  'Next on my list: {otherAbout}.',
  'Most proud of {made}.',
];

/** What a post says, by its category. Every post is one opening and one ending. */
export const posts: Record<string, { weight: number; openings: string[]; endings: string[] }> = {
  project: {
    weight: 38,
    openings: [
      'Finally finished {made}.',
      'After three weekends we have {made}, built with {skill} and {otherSkill}.',
      'I want to share {made}; it all started as a small exercise in {skill}.',
      'Progress report on {made}: mostly working.',
      'For the {club} I have been working on {made}.',
    ],
    endings: [
      'The main lesson: {lesson}.',
      'Turns out {lesson}.',
      'Feedback is welcome, above all on the {skill} side.',
      'Next I want to go further into {about}.',
      'I can show it at the next meeting of the {club}.',
    ],
  },
  learning: {
    weight: 26,
    openings: [
      'A long evening with {about}.',
      'Notes after a month of {skill}.',
      'I used to avoid {about}; not any more.',
      'One thing I wish somebody had told me before I started with {skill}.',
      'Reading up on {about} this week.',
    ],
    endings: [
      '{Lesson}.',
      'What stayed with me: {lesson}.',
      'In short, {lesson}.',
      'My notes on {skill} and {otherSkill} are in the {club} folder.',
    ],
  },
  question: {
    weight: 14,
    openings: [
      'A question for everyone into {about}.',
      'Stuck on {made}.',
      'Has anyone here used {skill} together with {otherSkill}?',
    ],
    endings: [
      'How did you get started with {skill}?',
      'Is it true that {lesson}?',
      'I would happily buy a coffee for half an hour of {skill} help.',
      'Which course or book on {about} would you recommend?',
    ],
  },
  achievement: {
    weight: 10,
    openings: [
      'Proud moment: the jury picked {made} for the student showcase.',
      'We won second place with {made}!',
      'My {skill} certificate arrived today.',
    ],
    endings: [
      'Thanks to everyone at the {club}.',
      'A year ago I knew nothing about {about}.',
      'The jury asked most about {skill}. And yes, {lesson}.',
    ],
  },
  collaboration: {
    weight: 12,
    openings: [
      'Looking for one or two people who know {skill}.',
      'We are starting a small group on {about}.',
      'Team wanted for {made}.',
    ],
    endings: [
      'You bring {otherSkill}, I bring snacks.',
      'Beginners welcome; we meet with the {club}.',
      'The idea is {otherMade}.',
    ],
  },
};

/** What a post after an event says. */
export const eventPosts = {
  openings: [
    'Just back from "{event}".',
    '"{event}" was worth every minute.',
    'Met so many good people at "{event}".',
    'Some thoughts after "{event}".',
  ],
  endings: [
    'My takeaway: {lesson}.',
    'I came for {skill} and left with three new ideas about {about}.',
    'Now I want to try {otherMade}.',
    'Who else was there?',
  ],
};

/** What graduates write about their work. */
export const alumniPosts = {
  openings: [
    'We are hiring at {organisation}.',
    'Some news from {organisation}, where I work as {title}.',
    'Happy to talk to students who are thinking of a career like mine; I am {title} at {organisation}.',
  ],
  endings: [
    'If you know {skill} or {otherSkill}, send me a message.',
    'What I use every day from my student years: {skill}.',
    'What the {club} taught me still holds: {lesson}.',
    'I review portfolios and CVs for anyone from the {club}.',
  ],
};

/** What others say under a post, and what its author may answer. */
export interface CommentTemplate {
  text: string;
  reply: string;
  /** The categories of posts that it fits; all when left out. */
  under?: string[];
}

const finished = ['project', 'achievement'];
const thoughtful = ['learning', 'event', 'question'];
const inviting = ['collaboration', 'opportunity'];

export const comments: CommentTemplate[] = [
  { text: 'This is great, {firstName}!', reply: 'Thanks, that means a lot.', under: finished },
  { text: 'Congratulations, well deserved.', reply: 'Thank you, it was a team effort.', under: finished },
  { text: 'Great work. I would have given up halfway.', reply: 'I nearly did.', under: finished },
  { text: 'Love the {skill} part.', reply: 'That part took the longest.', under: finished },
  { text: 'Could you show this at the {club}?', reply: 'Gladly, next week.', under: finished },
  { text: 'Is there a longer write-up?', reply: 'Coming soon.', under: finished },
  {
    text: 'How long did it take you to get the hang of {skill}?',
    reply: 'About a term, and a lot of patience.',
    under: [...finished, 'learning'],
  },
  {
    text: 'I learned more about {about} from this than from a whole lecture.',
    reply: 'I will tell nobody.',
    under: ['project', 'learning'],
  },
  { text: 'So true that {lesson}.', reply: 'I learned it the hard way.', under: ['learning'] },
  {
    text: 'Which resources on {about} did you use?',
    reply: 'I will send you my list.',
    under: ['learning', 'project'],
  },
  {
    text: 'Saving this for later, thank you!',
    reply: 'Tell me how it goes.',
    under: ['learning', 'opportunity'],
  },
  {
    text: 'For me it was {otherSkill} that made the difference.',
    reply: 'Good hint, thank you.',
    under: thoughtful,
  },
  {
    text: 'Ask at the {club}, they know a lot about {about}.',
    reply: 'I will, thanks!',
    under: ['question'],
  },
  { text: 'Happy to sit down with you over {skill} tomorrow.', reply: 'Yes please!', under: ['question'] },
  { text: 'Start small, and remember that {lesson}.', reply: 'Noted.', under: ['question'] },
  { text: 'I was there too, what an evening.', reply: 'Next time we should say hello.', under: ['event'] },
  {
    text: 'Sorry I missed it. Will there be another one?',
    reply: 'I hope so, ask the {club}.',
    under: ['event'],
  },
  { text: 'Count me in.', reply: 'Great, see you at the {club}.', under: inviting },
  { text: 'I know some {otherSkill}, is that enough?', reply: 'More than enough.', under: inviting },
  { text: 'Sending you a message.', reply: 'Looking forward to it.', under: inviting },
  {
    text: 'A friend of mine would love this, I will pass it on.',
    reply: 'Thank you for sharing.',
    under: inviting,
  },
  {
    text: 'I am trying something similar with {otherSkill}, can we talk?',
    reply: 'Sure, send me a message.',
  },
  {
    text: 'I would like to hear more about the {skill} side.',
    reply: 'Come by the {club} and I will show you.',
  },
];

/** What an event's description says, one sentence of each. */
export const eventDescriptions = {
  openings: [
    'The {club} invites everyone who is curious about {about}.',
    '{Category} about {about}, held by the {club}.',
    'This time the {club} looks at {about}.',
  ],
  middles: [
    'We start with {skill} and work our way up to {made}.',
    'The example of the day is {made}.',
    'You will see {skill} and {otherSkill} in use, and why {lesson}.',
    'Bring your own work or join a group on {made}.',
  ],
  endings: [
    'No experience needed.',
    'Some knowledge of {skill} helps.',
    'Snacks are on us.',
    'Places are limited, so please say whether you come.',
    'Open to all departments.',
  ],
};

/** Events for everybody, not of one circle. */
export const campusEvents = [
  {
    title: 'Career Fair',
    category: 'career',
    description:
      'Sixty employers, short interviews and a CV check at every hour. Bring a printed CV or your profile.',
    skills: ['Communication', 'Networking', 'CV Writing'],
    hours: 6,
  },
  {
    title: 'Club Fair',
    category: 'community',
    description: 'All student clubs in one hall. Walk around, ask questions and sign up for what you like.',
    skills: ['Teamwork', 'Communication'],
    hours: 4,
  },
  {
    title: 'Alumni Mentoring Evening',
    category: 'networking',
    description:
      'Graduates from all departments share how they found their first job and talk with students at small tables.',
    skills: ['Networking', 'Career Planning'],
    hours: 3,
  },
  {
    title: 'Student Showcase Night',
    category: 'exhibition',
    description:
      'Projects from every department on stage and at stands: robots, films, research, music and games.',
    skills: ['Presentation', 'Teamwork'],
    hours: 4,
  },
  {
    title: 'Innovation Day',
    category: 'hackathon',
    description:
      'Mixed teams from all departments solve problems that the city brings, from flood warnings to bus stops.',
    skills: ['Teamwork', 'Prototyping', 'Problem Solving'],
    hours: 9,
  },
  {
    title: 'Campus Concert',
    category: 'concert',
    description: 'The orchestra, the choir and three student bands share one evening in the main hall.',
    skills: ['Vocal Performance', 'Music Theory'],
    hours: 3,
  },
  {
    title: 'Study Abroad Information Day',
    category: 'career',
    description: 'Partner universities, grants and deadlines, with students who have just come back.',
    skills: ['Career Planning', 'Languages'],
    hours: 3,
  },
];
