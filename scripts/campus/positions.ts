import { addYears, DAY, later, YEAR } from './calendar.ts';
import { campusJobs, clubOffices, organisations, tracks, university, type Track } from './data/careers.ts';
import { yearOfStudy, type Person } from './people.ts';
import type { Random } from './random.ts';
import { fill, fillable } from './templates.ts';

/** Something a person does or did; without `end`, they still do. */
export interface Position {
  id: string;
  person: Person;
  title: string;
  organisation: string;
  industry: string;
  start: Date;
  end?: Date;
}

type Held = Omit<Position, 'id' | 'person'>;

const MONTH = YEAR / 12;

/** The positions of everyone, each person's in the order of their start. */
export function createPositions(random: Random, people: Person[], now: Date): Position[] {
  return people.flatMap((person) =>
    createHeld(random, person, now)
      .filter(({ start }) => start < now)
      .sort((a, b) => a.start.getTime() - b.start.getTime())
      .map((held, index) => ({ id: `position-${String(index + 1)}`, person, ...upTo(now, held) })),
  );
}

/** The position each person holds now: the last one that has not ended. */
export function currentPositions(positions: Position[]): Map<Person, Position> {
  return new Map(
    positions.filter(({ end }) => end === undefined).map((position) => [position.person, position]),
  );
}

/** What ends in the future has not ended yet. */
function upTo(now: Date, { end, ...held }: Held): Held {
  return end !== undefined && end < now ? { ...held, end } : held;
}

function createHeld(random: Random, person: Person, now: Date): Held[] {
  if (person.role === 'student') return studentLife(random, person, yearOfStudy(person.started, now));
  if (person.role === 'alumni') return [...studentLife(random, person, 4), ...career(random, person, now)];
  if (person.role === 'faculty') return academicCareer(random, person);
  const title = random.pick(['Student Services Officer', 'Events Coordinator', 'Platform Administrator']);
  return [{ title, organisation: university, industry: 'Education', start: person.started }];
}

/** Jobs on campus, club offices and an internship in some of the summers. */
function studentLife(random: Random, person: Person, year: number): Held[] {
  const held: Held[] = [];
  if (random.chance(0.15 + 0.05 * year)) {
    const words = { department: person.department?.name };
    const start = later(person.started, random.integer(1, year * 8) * MONTH);
    const end = later(start, random.integer(4, 10) * MONTH);
    const title = fill(random.pick(fillable(campusJobs, words)), words);
    held.push({ title, organisation: university, industry: 'Education', start, end });
  }
  if (year > 1 && random.chance(0.1 * person.activity)) {
    const start = addYears(person.started, random.integer(1, year - 1));
    const { club } = random.pick(person.circles);
    const title = random.pick(clubOffices);
    held.push({
      title,
      organisation: club,
      industry: 'Student Organisation',
      start,
      end: later(start, 9 * MONTH),
    });
  }
  const track = chooseTrack(random, person);
  for (let summer = 1; summer < year; summer++) {
    if (!random.chance(0.2 + 0.15 * summer)) continue;
    const start = later(addYears(person.started, summer), -random.integer(80, 90) * DAY);
    held.push({ ...employment(random, track, 0), start, end: later(start, random.integer(8, 12) * 7 * DAY) });
  }
  return held;
}

/** From graduation on: mostly up the same track, sometimes over to a related one, sometimes sideways. */
function career(random: Random, person: Person, now: Date): Held[] {
  const held: Held[] = [];
  let track = chooseTrack(random, person);
  let rung = 1;
  let employer = employment(random, track, rung);
  let start = later(person.graduated ?? person.started, random.integer(0, 4) * MONTH);
  while (start < now) {
    const end = later(start, random.integer(14, 40) * MONTH);
    held.push({ ...employer, start, end });
    start = later(end, random.integer(0, 2) * MONTH);
    const change = random.unit();
    if (change < 0.15) track = trackNamed(random.pick(track.next));
    const promoted = change >= 0.15 && change < 0.9 && rung < track.titles.length - 1;
    rung = Math.min(promoted ? rung + 1 : rung, track.titles.length - 1);
    const previous = employer;
    do employer = employment(random, track, rung);
    while (employer.title === previous.title && employer.organisation === previous.organisation);
    // A promotion often stays in the house.
    if (promoted && random.chance(0.4)) employer = { ...previous, title: employer.title };
  }
  return held;
}

function academicCareer(random: Random, person: Person): Held[] {
  const subject = person.department?.name ?? 'General Studies';
  const before = later(person.started, -random.integer(2, 5) * YEAR);
  const institute = random.pick(organisations['Research'] ?? [university]);
  const promoted = later(person.started, random.integer(3, 6) * YEAR);
  const own = { organisation: university, industry: 'Education' };
  return [
    {
      title: 'Postdoctoral Researcher',
      organisation: institute,
      industry: 'Research',
      start: before,
      end: person.started,
    },
    { title: `Lecturer in ${subject}`, ...own, start: person.started, end: promoted },
    { title: `Associate Professor of ${subject}`, ...own, start: promoted },
  ];
}

/** Where somebody's studies and interests lead: more often their interests. */
function chooseTrack(random: Random, person: Person): Track {
  const studied = person.department?.tracks ?? [];
  const loved = person.circles[0]?.tracks ?? studied;
  const both = loved.filter((name) => studied.includes(name));
  const options = both.length > 0 ? both : random.chance(0.6) || studied.length === 0 ? loved : studied;
  return trackNamed(random.weighted(options, (name) => 1 / (options.indexOf(name) + 1)));
}

function trackNamed(name: string): Track {
  const track = tracks[name];
  if (track === undefined) throw new Error(`there is no career track "${name}"`);
  return track;
}

function employment(random: Random, track: Track, rung: number) {
  const industry = random.weighted(track.industries, (name) => 1 / (track.industries.indexOf(name) + 1));
  const organisation = random.pick(organisations[industry] ?? []);
  return { title: track.titles[rung] ?? '', organisation, industry };
}
