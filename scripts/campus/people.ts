import { academicYearStart, addYears, DAY, earliest, later } from './calendar.ts';
import { circles, type Circle, type Topic } from './data/circles.ts';
import { departments, type Department } from './data/departments.ts';
import type { Random } from './random.ts';

type Role = 'student' | 'faculty' | 'alumni' | 'admin';

/** A skill as the app stores it: just a name, or with what is known about it. */
type StoredSkill = string | { name: string; level?: number; verified?: boolean };

/** Somebody on campus, with the traits that shape what they do. */
export interface Person {
  uid: string;
  firstName: string;
  name: string;
  email: string;
  role: Role;
  department?: Department;
  studentId?: string;
  circles: Circle[];
  /** What they work on inside their circles; at least one topic of each. */
  topics: Topic[];
  skills: StoredSkill[];
  /** When they began to study (or to work) here, and when they graduated. */
  started: Date;
  graduated?: Date;
  /** When their account was created. */
  joined: Date;
  /** How much they take part; around 1 for an ordinary student. */
  activity: number;
  /** How far their ratings lie above those of others, in stars. */
  generosity: number;
}

/** All addresses end in this, so that nobody outside can be meant. */
export const CAMPUS_DOMAIN = 'campus.example';

const YEARS_OF_STUDY = 4;

/** How many people of one role there are for each student, but at least this many. */
const OTHERS: [role: Role, share: number, least: number][] = [
  ['faculty', 1 / 16, 3],
  ['alumni', 0.15, 2],
  ['admin', 1 / 500, 1],
];

/** The people of the campus: this many students, and the others in proportion. */
export function createPeople(random: Random, students: number, now: Date): Person[] {
  const roles: Role[] = Array<Role>(students).fill('student');
  for (const [role, share, least] of OTHERS) {
    roles.push(...Array<Role>(Math.max(least, Math.round(students * share))).fill(role));
  }
  return roles.map((role, index) => createPerson(random, role, index + 1, now));
}

function createPerson(random: Random, role: Role, number: number, now: Date): Person {
  const { first, last } = random.name();
  const slug = toSlug(`${first} ${last}`);
  const undecided = role === 'admin' || (role === 'student' && random.chance(0.05));
  const department = undecided ? undefined : random.weighted(departments, ({ weight }) => weight);
  const own = role === 'admin' ? [] : chooseCircles(random, department);
  const topics = own.flatMap((circle) => random.sample(circle.topics, random.integer(1, 2)));
  const times = createTimes(random, role, now);
  const experience = role === 'student' ? yearOfStudy(times.started, now) : 6;
  const isGraduate = role === 'student' || role === 'alumni';
  return {
    uid: `${slug}-${String(number).padStart(4, '0')}`,
    firstName: first,
    name: `${first} ${last}`,
    email: `${slug.replaceAll('-', '.')}.${String(number)}@${CAMPUS_DOMAIN}`,
    role,
    ...(department && { department }),
    ...(isGraduate && {
      studentId: `S${String(times.started.getUTCFullYear())}-${String(number).padStart(5, '0')}`,
    }),
    circles: own,
    topics,
    skills: createSkills(random, experience, department, own, topics),
    ...times,
    activity: Math.exp(0.8 * random.normal()) * { student: 1, faculty: 0.5, alumni: 0.4, admin: 0.1 }[role],
    generosity: 0.5 * random.normal(),
  };
}

/** Which year a student is in, from 1. */
export function yearOfStudy(started: Date, now: Date): number {
  return academicYearStart(now).getUTCFullYear() - started.getUTCFullYear() + 1;
}

function chooseCircles(random: Random, department: Department | undefined): Circle[] {
  const count = random.weighted([1, 2, 3], (many) => [0, 4, 4, 2][many] ?? 0);
  return random.sample(circles, count, ({ departments: home, weight }) =>
    department && home.includes(department.name) ? weight * 4 : weight,
  );
}

/** The app is as old as its oldest students: nobody has had an account for longer. */
function createTimes(
  random: Random,
  role: Role,
  now: Date,
): Pick<Person, 'started' | 'graduated' | 'joined'> {
  const thisYear = academicYearStart(now);
  const launch = addYears(thisYear, 1 - YEARS_OF_STUDY);
  if (role === 'student') {
    const year = random.weighted([1, 2, 3, 4], (value) => [0, 30, 27, 23, 20][value] ?? 0);
    const started = addYears(thisYear, 1 - year);
    const joined = later(started, random.wait(40 * DAY));
    return { started, joined: joined < now ? joined : random.timeBetween(started, now) };
  }
  if (role === 'alumni') {
    const started = addYears(thisYear, -random.integer(YEARS_OF_STUDY, YEARS_OF_STUDY + 11));
    const graduated = later(addYears(started, YEARS_OF_STUDY), -60 * DAY);
    return { started, graduated, joined: random.timeBetween(launch, later(now, -30 * DAY)) };
  }
  const started = addYears(thisYear, -random.integer(2, 14));
  const joined = later(launch, random.wait(role === 'admin' ? DAY : 60 * DAY));
  return { started, joined: earliest(joined, later(now, -20 * DAY)) };
}

function createSkills(
  random: Random,
  experience: number,
  department: Department | undefined,
  own: Circle[],
  topics: Topic[],
): StoredSkill[] {
  // Some never fill in their profile, some list one or two things.
  const effort = random.unit();
  if (own.length === 0 || effort < 0.07) return [];
  const names = new Set([
    ...topics.flatMap((topic) => random.sample(topic.skills, random.integer(1, 3))),
    ...own.flatMap((circle) => random.sample(circle.skills, random.integer(1, 3))),
    ...sampleCommon(random, department?.skills ?? [], random.integer(2, 5)),
    ...(random.chance(0.25) ? random.sample(random.pick(circles).skills, 1) : []),
  ]);
  const favourites = new Set(topics.flatMap((topic) => topic.skills));
  const listed = effort < 0.17 ? [...names].slice(0, random.integer(1, 2)) : [...names];
  const style = random.unit();
  return listed.map((name) => {
    const mean = 1.2 + 0.45 * experience + (favourites.has(name) ? 0.5 : 0);
    const level = Math.min(5, Math.max(1, Math.round(mean + 0.8 * random.normal())));
    const spelled = random.chance(0.04) ? misspell(random, name) : name;
    if (style < 0.25 || (style < 0.4 && random.chance(0.5))) return spelled;
    if (random.chance(0.05)) return { name: spelled, level };
    return { name: spelled, level, verified: random.chance(level >= 3 ? 0.35 : 0.08) };
  });
}

/** Some of these skills, those at the front of the list more often. */
function sampleCommon(random: Random, skills: string[], count: number): string[] {
  const ranks = new Map(skills.map((skill, index) => [skill, index]));
  return random.sample(skills, count, (skill) => 1 / ((ranks.get(skill) ?? 0) + 2));
}

/** The stray case and spaces of a name typed on a phone. */
export function misspell(random: Random, name: string): string {
  return random.pick([name.toUpperCase(), name.toLowerCase(), ` ${name.toLowerCase()} `, `${name} `]);
}

function toSlug(name: string): string {
  const plain = name.replaceAll('ß', 'ss').replaceAll('ł', 'l').replaceAll('Ł', 'L').replaceAll('ı', 'i');
  return plain
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
