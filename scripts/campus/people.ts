import { academicYearStart, addYears, DAY, earliest, latest, later } from './calendar.ts';
import { misspell } from './careless.ts';
import { circles, type Circle, type Topic } from './data/circles.ts';
import { departments, type Department } from './data/departments.ts';
import type { Random } from './random.ts';

type Role = 'student' | 'faculty' | 'alumni' | 'admin';

/** A skill as the app stores it: a bare name, or an object with details. */
type StoredSkill = string | { name: string; level: number };

/** A person, with the hidden traits that shape their behaviour. */
export interface Person {
  uid: string;
  firstName: string;
  name: string;
  email: string;
  role: Role;
  department?: Department;
  studentId?: string;
  circles: Circle[];
  /** Their interests within their circles; at least one topic per circle. */
  topics: Topic[];
  skills: StoredSkill[];
  /** Those that the university has verified, at the level that they claim. */
  verifiedSkills: { name: string; level: number }[];
  /** Start of studies or employment. */
  started: Date;
  graduated?: Date;
  /** Creation of their account. */
  joined: Date;
  /** Relative activity while studying or employed; about 1 for a typical student. */
  activity: number;
  /** Bias of their ratings, in stars. */
  generosity: number;
}

/** Domain of all e-mail addresses; reserved by RFC 2606, so no real person has one. */
export const CAMPUS_DOMAIN = 'campus.example';

const YEARS_OF_STUDY = 4;

/** People per student, and the minimum number, of the other roles. */
const OTHER_ROLES: [role: Role, perStudent: number, minimum: number][] = [
  ['faculty', 1 / 16, 3],
  ['alumni', 0.22, 2],
  ['admin', 1 / 500, 1],
];

/** Creates this many students, and the other roles in proportion. */
export function createPeople(random: Random, students: number, now: Date): Person[] {
  const roles: Role[] = Array<Role>(students).fill('student');
  for (const [role, perStudent, minimum] of OTHER_ROLES) {
    roles.push(...Array<Role>(Math.max(minimum, Math.round(students * perStudent))).fill(role));
  }
  return roles.map((role, index) => createPerson(random, role, index + 1, now));
}

function createPerson(random: Random, role: Role, number: number, now: Date): Person {
  const { first, last } = random.name();
  const slug = toSlug(`${first} ${last}`);
  const isUndecided = role === 'admin' || (role === 'student' && random.chance(0.05));
  const department = isUndecided ? undefined : random.weighted(departments, ({ weight }) => weight);
  const personCircles = role === 'admin' ? [] : chooseCircles(random, department);
  const topics = personCircles.flatMap((circle) => random.sample(circle.topics, random.integer(1, 2)));
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
    circles: personCircles,
    topics,
    ...createSkills(random, experience, department, personCircles, topics),
    ...times,
    activity:
      Math.max(0.75, Math.exp(random.normal())) * { student: 1, faculty: 0.5, alumni: 1, admin: 0.1 }[role],
    generosity: 0.5 * random.normal(),
  };
}

/** A student's year of study, starting at 1. */
export function yearOfStudy(started: Date, now: Date): number {
  return academicYearStart(now).getUTCFullYear() - started.getUTCFullYear() + 1;
}

function chooseCircles(random: Random, department: Department | undefined): Circle[] {
  const count = random.weighted([1, 2, 3], (size) => [0, 4, 4, 2][size] ?? 0);
  return random.sample(circles, count, ({ departments: related, weight }) =>
    department && related.includes(department.name) ? weight * 4 : weight,
  );
}

/** The app launched when the oldest current students started, so no account is older. */
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
    const joined = later(started, random.wait(15 * DAY));
    return { started, joined: joined < now ? joined : random.timeBetween(started, now) };
  }
  if (role === 'alumni') {
    // Recent graduates are the most numerous: they joined as students.
    const yearsAgo = Math.min(12, Math.floor(random.wait(4)));
    const started = addYears(thisYear, -YEARS_OF_STUDY - yearsAgo);
    const graduated = later(addYears(started, YEARS_OF_STUDY), -60 * DAY);
    const recently = later(now, -30 * DAY);
    const joined =
      graduated > later(launch, 200 * DAY)
        ? later(latest(launch, started), random.wait(40 * DAY))
        : random.timeBetween(launch, recently);
    return { started, graduated, joined: earliest(joined, recently) };
  }
  const started = addYears(thisYear, -random.integer(2, 14));
  const joined = later(launch, random.wait(role === 'admin' ? DAY : 60 * DAY));
  return { started, joined: earliest(joined, later(now, -20 * DAY)) };
}

function createSkills(
  random: Random,
  experience: number,
  department: Department | undefined,
  personCircles: Circle[],
  topics: Topic[],
): Pick<Person, 'skills' | 'verifiedSkills'> {
  const verifiedSkills: Person['verifiedSkills'] = [];
  // A few people list no skills, some only one or two.
  const effort = random.unit();
  if (personCircles.length === 0 || effort < 0.015) return { skills: [], verifiedSkills };
  const names = new Set([
    ...topics.flatMap((topic) => random.sample(topic.skills, random.integer(1, 3))),
    ...personCircles.flatMap((circle) => random.sample(circle.skills, random.integer(1, 3))),
    ...sampleCommon(random, department?.skills ?? [], random.integer(2, 5)),
    ...(random.chance(0.25) ? random.sample(random.pick(circles).skills, 1) : []),
  ]);
  const favourites = new Set(topics.flatMap((topic) => topic.skills));
  const listed = effort < 0.1 ? [...names].slice(0, random.integer(1, 2)) : [...names];
  const style = random.unit();
  const skills = listed.map((name) => {
    const mean = 1.2 + 0.45 * experience + (favourites.has(name) ? 0.5 : 0);
    const level = Math.min(5, Math.max(1, Math.round(mean + 0.8 * random.normal())));
    const spelled = random.chance(0.03) ? misspell(random, name) : name;
    if (style < 0.25 || (style < 0.4 && random.chance(0.5))) return spelled;
    const skill = { name: spelled, level };
    if (!random.chance(0.05) && random.chance(level >= 3 ? 0.35 : 0.08)) verifiedSkills.push(skill);
    return skill;
  });
  return { skills, verifiedSkills };
}

/** A sample that favours skills at the front of the list. */
function sampleCommon(random: Random, skills: string[], count: number): string[] {
  const ranks = new Map(skills.map((skill, index) => [skill, index]));
  return random.sample(skills, count, (skill) => 1 / ((ranks.get(skill) ?? 0) + 2));
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
