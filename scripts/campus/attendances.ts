import { DAY, earliest, HOUR, latest, later } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf } from './templates.ts';

/** A person's answer to an invitation, and whether they came. */
export interface Attendance {
  person: Person;
  /** At a past event, `going` means a no-show. */
  status: 'going' | 'attended' | 'cancelled';
  /** When they answered. */
  createdAt: Date;
  /** Arrival; only with status `attended`. */
  attendedAt?: Date;
  rating?: number;
}

/** What matters about an event to those who come. */
interface Occasion {
  host: Person;
  /** Undefined if it is for the whole campus. */
  topic?: Topic;
  /** When it was announced. */
  createdAt: Date;
  start: Date;
  end: Date;
}

/** How long before an event people answer, on average; some answer as soon as they hear of it. */
const MEAN_DAYS_AHEAD = 8;
const EAGER_SHARE = 0.2;

/** However far away an event is, this many people have answered. */
const EARLY_ANSWERS = 1;

/** Who has answered by now, and who came. @param size how many people the event draws in the end */
export function attend(
  random: Random,
  crowd: Crowd,
  plan: Occasion,
  size: number,
  today: Date,
): Attendance[] {
  const quality = 0.4 * random.normal();
  const guests = chooseGuests(random, crowd, plan, size, earliest(plan.start, today));
  return [
    organiserAttendance(random, plan, today),
    ...guests.flatMap((person, index) => {
      const invitedAt = latest(plan.createdAt, person.joined);
      const typical = answerTime(random, invitedAt, plan.start);
      if (typical >= today && index >= EARLY_ANSWERS) return [];
      const createdAt = typical < today ? typical : random.timeBetween(invitedAt, today);
      return [{ person, createdAt, ...outcome(random, person, plan, quality, today) }];
    }),
  ];
}

/** Organisers come to their own events, and do not rate them. */
function organiserAttendance(random: Random, { host, createdAt, start }: Occasion, today: Date): Attendance {
  const answer = { person: host, createdAt };
  return start > today
    ? { ...answer, status: 'going' }
    : { ...answer, status: 'attended', attendedAt: arrival(random, start, today) };
}

function answerTime(random: Random, invitedAt: Date, start: Date): Date {
  const time = later(start, -random.wait(MEAN_DAYS_AHEAD * DAY));
  const isEager = time < invitedAt || random.chance(EAGER_SHARE);
  return isEager ? random.timeBetween(invitedAt, start) : time;
}

/** Mostly members of the event's circle, plus some outsiders. */
function chooseGuests(
  random: Random,
  crowd: Crowd,
  { topic, host }: Occasion,
  size: number,
  time: Date,
): Person[] {
  const chosen = new Set<Person>();
  // Limited, because early events and large ones may not find enough people.
  for (let draws = size * 4; draws >= 1 && chosen.size < size; draws--) {
    const draw = random.unit();
    const isOutsider = topic === undefined || draw < 0.13;
    const person = crowd.pick(time, isOutsider ? undefined : draw < 0.5 ? topic : circleOf(topic));
    if (person !== undefined) chosen.add(person);
  }
  chosen.delete(host);
  return [...chosen];
}

function outcome(
  random: Random,
  person: Person,
  { topic, start, end }: Occasion,
  quality: number,
  today: Date,
): Pick<Attendance, 'status' | 'attendedAt' | 'rating'> {
  const draw = random.unit();
  if (draw < 0.08) return { status: 'cancelled' };
  if (start > today || draw < 0.18) return { status: 'going' };
  const attendedAt = arrival(random, start, today);
  if (end > today || random.chance(0.3)) return { status: 'attended', attendedAt };
  const interest = topic === undefined ? 0 : person.topics.includes(topic) ? 0.5 : -0.1;
  const rating = 3.7 + person.generosity + quality + interest + 0.5 * random.normal();
  return { status: 'attended', attendedAt, rating: Math.min(5, Math.max(1, Math.round(rating))) };
}

function arrival(random: Random, start: Date, today: Date): Date {
  return random.timeBetween(start, earliest(later(start, 0.5 * HOUR), today));
}
