import { addYears, DAY, latest, later, YEAR } from './calendar.ts';
import {
  campusJobs,
  clubOffices,
  firstJobs,
  organisations,
  tracks,
  university,
  type Track,
} from './data/careers.ts';
import { yearOfStudy, type Person } from './people.ts';
import type { Random } from './random.ts';

/** A past position, or a current one without `end`. */
export interface Position {
  id: string;
  person: Person;
  title: string;
  organisation: string;
  industry: string;
  start: Date;
  end?: Date;
  /** When they entered it in their profile. */
  createdAt: Date;
}

type PositionDetails = Omit<Position, 'id' | 'person' | 'createdAt'>;

const MONTH = YEAR / 12;

/** Everyone's positions, each person's in order of start. */
export function createPositions(random: Random, people: Person[], now: Date): Position[] {
  return people.flatMap((person) =>
    createForPerson(random, person, now)
      .filter(({ start }) => start < now)
      .sort((a, b) => a.start.getTime() - b.start.getTime())
      .map((position, index) => ({
        id: `position-${String(index + 1)}`,
        person,
        ...withoutFutureEnd(position, now),
        createdAt: latest(position.start, person.joined),
      })),
  );
}

/** Each person's current position; the latest one if there are several. */
export function currentPositions(positions: Position[]): Map<Person, Position> {
  return new Map(
    positions.filter(({ end }) => end === undefined).map((position) => [position.person, position]),
  );
}

/** Drops an end in the future. */
function withoutFutureEnd({ end, ...position }: PositionDetails, now: Date): PositionDetails {
  return end !== undefined && end < now ? { ...position, end } : position;
}

function createForPerson(random: Random, person: Person, now: Date): PositionDetails[] {
  if (person.role === 'student') return studentLife(random, person, yearOfStudy(person.started, now));
  if (person.role === 'alumni') return [...studentLife(random, person, 4), ...career(random, person, now)];
  if (person.role === 'faculty') return academicCareer(random, person);
  return administrativeCareer(random, person);
}

/** First jobs, campus jobs, club offices and summer internships; hardly anybody has none. */
function studentLife(random: Random, person: Person, year: number): PositionDetails[] {
  const positions = [...internships(random, person, year), ...clubOffice(random, person, year)];
  if (random.chance(0.2 + 0.08 * year)) {
    const start = later(person.started, random.integer(1, year * 8) * MONTH);
    const end = later(start, random.integer(4, 10) * MONTH);
    positions.push({
      title: random.pick(campusJobs),
      organisation: university,
      industry: 'Education',
      start,
      end,
    });
  }
  return random.chance(positions.length === 0 || year === 1 ? 0.98 : 0.2)
    ? [firstJob(random, person), ...positions]
    : positions;
}

function firstJob(random: Random, person: Person): PositionDetails {
  const { title, organisations, industry } = random.pick(firstJobs);
  const start = later(person.started, -random.integer(3, 14) * MONTH);
  const end = later(start, random.integer(2, 12) * MONTH);
  return { title, organisation: random.pick(organisations), industry, start, end };
}

function clubOffice(random: Random, person: Person, year: number): PositionDetails[] {
  if (year === 1 || !random.chance(0.1 * person.activity)) return [];
  const start = addYears(person.started, random.integer(1, year - 1));
  const { club } = random.pick(person.circles);
  const title = random.pick(clubOffices);
  return [
    { title, organisation: club, industry: 'Student Organisation', start, end: later(start, 9 * MONTH) },
  ];
}

function internships(random: Random, person: Person, year: number): PositionDetails[] {
  const positions: PositionDetails[] = [];
  const track = chooseTrack(random, person);
  for (let summer = 1; summer < year; summer++) {
    if (!random.chance(0.2 + 0.15 * summer)) continue;
    const start = later(addYears(person.started, summer), -random.integer(80, 90) * DAY);
    positions.push({
      ...employment(random, track, 0),
      start,
      end: later(start, random.integer(8, 12) * 7 * DAY),
    });
  }
  return positions;
}

/** Jobs after graduation: mostly promotions within a track, sometimes a lateral move or a related track. */
function career(random: Random, person: Person, now: Date): PositionDetails[] {
  const positions: PositionDetails[] = [];
  let track = chooseTrack(random, person);
  let rung = 1;
  let employer = employment(random, track, rung);
  let start = later(person.graduated ?? person.started, random.integer(0, 4) * MONTH);
  while (start < now) {
    const end = later(start, random.integer(14, 40) * MONTH);
    positions.push({ ...employer, start, end });
    start = later(end, random.integer(0, 2) * MONTH);
    const change = random.unit();
    if (change < 0.15) track = findTrack(random.pick(track.next));
    const isPromotion = change >= 0.15 && change < 0.9 && rung < track.titles.length - 1;
    rung = Math.min(isPromotion ? rung + 1 : rung, track.titles.length - 1);
    const previous = employer;
    do employer = employment(random, track, rung);
    while (employer.title === previous.title && employer.organisation === previous.organisation);
    // Many promotions are internal.
    if (isPromotion && random.chance(0.4)) employer = { ...previous, title: employer.title };
  }
  return positions;
}

function administrativeCareer(random: Random, { started }: Person): PositionDetails[] {
  const employer = { organisation: university, industry: 'Education' };
  const promotedAt = later(started, random.integer(18, 30) * MONTH);
  const title = random.pick(['Student Services Officer', 'Events Coordinator', 'Platform Administrator']);
  return [
    { title: 'Administrative Assistant', ...employer, start: started, end: promotedAt },
    { title, ...employer, start: promotedAt },
  ];
}

function academicCareer(random: Random, person: Person): PositionDetails[] {
  const subject = person.department?.name ?? 'General Studies';
  const researchStart = later(person.started, -random.integer(2, 5) * YEAR);
  const institute = random.pick(organisations['Research'] ?? [university]);
  const promotedAt = later(person.started, random.integer(3, 6) * YEAR);
  const employer = { organisation: university, industry: 'Education' };
  return [
    {
      title: 'Postdoctoral Researcher',
      organisation: institute,
      industry: 'Research',
      start: researchStart,
      end: person.started,
    },
    { title: `Lecturer in ${subject}`, ...employer, start: person.started, end: promotedAt },
    { title: `Associate Professor of ${subject}`, ...employer, start: promotedAt },
  ];
}

/** A career track from the person's studies and interests; where these differ, mostly their interests. */
function chooseTrack(random: Random, person: Person): Track {
  const studied = person.department?.tracks ?? [];
  const interesting = person.circles[0]?.tracks ?? studied;
  const both = interesting.filter((name) => studied.includes(name));
  const options = both.length > 0 ? both : random.chance(0.6) || studied.length === 0 ? interesting : studied;
  return findTrack(random.weighted(options, (name) => 1 / (options.indexOf(name) + 1)));
}

function findTrack(name: string): Track {
  const track = tracks[name];
  if (track === undefined) throw new Error(`unknown career track "${name}"`);
  return track;
}

function employment(random: Random, track: Track, rung: number) {
  const industry = random.weighted(track.industries, (name) => 1 / (track.industries.indexOf(name) + 1));
  const organisation = random.pick(organisations[industry] ?? []);
  return { title: track.titles[rung] ?? '', organisation, industry };
}
