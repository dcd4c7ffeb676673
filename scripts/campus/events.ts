import { earliest, HOUR, DAY, later, WEEK, weeksOfTerm } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { campusEvents, eventDescriptions } from './data/texts.ts';
import { misspell, type Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf, fill, topicWords } from './templates.ts';

export interface Attendance {
  person: Person;
  /** At a past event, `going` means a no-show. */
  status: 'going' | 'attended' | 'cancelled';
  /** Arrival; only with status `attended`. */
  attendedAt?: Date;
  rating?: number;
}

/** An event of a circle or, without a topic, of the whole campus. */
export interface CampusEvent {
  id: string;
  title: string;
  description: string;
  category: string;
  department?: string;
  host: Person;
  skills: string[];
  start: Date;
  end: Date;
  topic?: Topic;
  attendances: Attendance[];
}

/** An event without its attendances. */
type Plan = Omit<CampusEvent, 'id' | 'attendances'>;
type SizedPlan = Plan & { size: number };

const EVENTS_PER_STUDENT = 0.32;
const WEEKS_BACK = 76;
const WEEKS_AHEAD = 12;

/** Past and future events with their attendances, by start time. */
export function createEvents(random: Random, people: Person[], crowd: Crowd, now: Date): CampusEvent[] {
  const students = people.filter(({ role }) => role === 'student').length;
  const weeks = weeksOfTerm(later(now, -WEEKS_BACK * WEEK), later(now, WEEKS_AHEAD * WEEK));
  const active = people.filter(({ topics }) => topics.length > 0);
  const host = random.chooser(active, (person) => person.activity * (person.role === 'faculty' ? 4 : 1));
  const staff = people.filter(({ role }) => role === 'admin' || role === 'faculty');
  const plans = Array.from({ length: Math.ceil(students * EVENTS_PER_STUDENT) }, (_, index) =>
    // Every 14th event is campus-wide.
    index % 14 === 0
      ? planCampusEvent(random, random.pick(staff), weeks)
      : planCircleEvent(random, host(), weeks),
  );
  plans.sort((a, b) => a.start.getTime() - b.start.getTime());

  return plans.map(({ size, ...plan }, index) => {
    const quality = 0.4 * random.normal();
    const attendances = chooseAttendees(random, crowd, plan, plan.start > now ? size * 0.6 : size).map(
      (person) => createAttendance(random, person, plan, quality, now),
    );
    return { id: `e${String(index + 1).padStart(4, '0')}`, ...plan, attendances };
  });
}

function planCircleEvent(random: Random, host: Person, weeks: Date[]): SizedPlan {
  const topic = random.pick(host.topics);
  const circle = circleOf(topic);
  const format = random.weighted(circle.formats, ({ draw }) => 1 / Math.sqrt(draw));
  const words = { ...topicWords(random, topic), category: format.category };
  const { openings, middles, endings } = eventDescriptions;
  const isOvernight = format.hours > 10;
  const department = random.chance(0.75) ? circle.departments[0] : host.department?.name;
  const skills = [...random.sample(topic.skills, random.integer(1, 3)), ...random.sample(circle.skills, 1)];
  return {
    title: fill(format.title, words),
    description: [openings, middles, endings].map((part) => fill(random.pick(part), words)).join(' '),
    category: format.category,
    ...(department !== undefined && { department }),
    host,
    skills: [...new Set(skills)].map((skill) => (random.chance(0.03) ? misspell(random, skill) : skill)),
    ...period(
      random,
      weeks.filter((week) => week > later(host.joined, 14 * DAY)),
      isOvernight ? 6 : random.pick(circle.weekdays),
      isOvernight ? 10 : random.pick(circle.hours),
      format.hours,
    ),
    topic,
    size: random.heavyTailed(10 * format.draw, 1.8),
  };
}

function planCampusEvent(random: Random, host: Person, weeks: Date[]): SizedPlan {
  const { hours, ...event } = random.pick(campusEvents);
  const openWeeks = weeks.filter((week) => week > later(host.joined, 14 * DAY));
  const size = random.heavyTailed(80, 1.8);
  return {
    ...event,
    host,
    ...period(random, openWeeks, random.integer(2, 4), random.integer(10, 16), hours),
    size,
  };
}

function period(random: Random, weeks: Date[], weekday: number, hour: number, hours: number) {
  const extraHours = random.chance(0.2) ? 0.5 : 0;
  const start = later(random.pick(weeks), weekday * DAY + (hour + extraHours) * HOUR);
  return { start, end: later(start, hours * HOUR) };
}

/** Mostly members of the event's circle, plus some outsiders. */
function chooseAttendees(random: Random, crowd: Crowd, { topic, start }: Plan, size: number): Person[] {
  const chosen = new Set<Person>();
  // Limited, because early events and large ones may not find enough people.
  for (let draws = size * 4; draws >= 1 && chosen.size < size; draws--) {
    const draw = random.unit();
    const person =
      topic === undefined || draw < 0.13
        ? crowd.pickAnyone()
        : crowd.pickWith(draw < 0.5 ? topic : circleOf(topic));
    if (person.joined < start) chosen.add(person);
  }
  return [...chosen];
}

function createAttendance(
  random: Random,
  person: Person,
  { topic, start, end }: Plan,
  quality: number,
  now: Date,
): Attendance {
  const outcome = random.unit();
  if (outcome < 0.08) return { person, status: 'cancelled' };
  if (start > now || outcome < 0.18) return { person, status: 'going' };
  const attendedAt = random.timeBetween(start, earliest(later(start, 0.5 * HOUR), now));
  if (end > now || random.chance(0.3)) return { person, status: 'attended', attendedAt };
  const interest = topic === undefined ? 0 : person.topics.includes(topic) ? 0.5 : -0.1;
  const rating = 3.7 + person.generosity + quality + interest + 0.5 * random.normal();
  return { person, status: 'attended', attendedAt, rating: Math.min(5, Math.max(1, Math.round(rating))) };
}
