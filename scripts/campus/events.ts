import { attend, type Attendance } from './attendances.ts';
import { comingTermWeeks, DAY, earliest, HOUR, latest, later, pastWeeks, weekdayIn } from './calendar.ts';
import { misspell } from './careless.ts';
import type { Groups } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { campusEvents, eventDescriptions } from './data/texts.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf, fill, topicWords } from './templates.ts';

/** An event of a circle or, without a topic, of the whole campus. */
export interface CampusEvent {
  id: string;
  title: string;
  description: string;
  category: string;
  department?: string;
  host: Person;
  skills: string[];
  /** When it was announced. */
  createdAt: Date;
  start: Date;
  end: Date;
  topic?: Topic;
  attendances: Attendance[];
}

/** An event without its attendances. */
type EventPlan = Omit<CampusEvent, 'id' | 'attendances'>;

/** A plan and how many people it will draw. */
type SizedPlan = EventPlan & { size: number };

const PAST_EVENTS_PER_STUDENT = 0.7;
const COMING_EVENTS_PER_STUDENT = 0.14;
const TERM_WEEKS_AHEAD = 15;

/** One event in this many is for the whole campus. */
const CAMPUS_EVENT_INTERVAL = 12;

/** Past and coming events with their attendances, by start time. @param today a midnight */
export function createEvents(random: Random, groups: Groups, students: number, today: Date): CampusEvent[] {
  const comingWeeks = comingTermWeeks(today, TERM_WEEKS_AHEAD);
  const comingCount = Math.ceil(students * COMING_EVENTS_PER_STUDENT);
  const weeks = [
    ...pastWeeks(today, Math.ceil(students * PAST_EVENTS_PER_STUDENT)),
    // Some every week, so that a break delays the term and leaves it whole.
    ...Array.from({ length: comingCount }, (_, index) => comingWeeks[index % TERM_WEEKS_AHEAD] ?? today),
  ];
  const plans = weeks.flatMap((week, index) => {
    const isForCampus = index % CAMPUS_EVENT_INTERVAL === CAMPUS_EVENT_INTERVAL - 1;
    // The programme of a term is public months before.
    const announcedBy = earliest(later(week, -60 * DAY), later(today, -DAY));
    const host = (isForCampus ? groups.staff : groups.hosts).pick(announcedBy);
    if (host === undefined) return [];
    const plan = isForCampus ? planCampusEvent(random, host, week) : planCircleEvent(random, host, week);
    const createdAt = latest(host.joined, later(announcedBy, -80 * random.unit() * DAY));
    return [{ ...plan, createdAt }];
  });
  plans.sort((a, b) => a.start.getTime() - b.start.getTime());

  return plans.map(({ size, ...plan }, index) => ({
    id: `e${String(index + 1).padStart(4, '0')}`,
    ...plan,
    attendances: attend(random, plan.topic ? groups.crowd : groups.everyone, plan, size, today),
  }));
}

function planCircleEvent(random: Random, host: Person, week: Date): Omit<SizedPlan, 'createdAt'> {
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
    skills: [...new Set(skills)].map((skill) => (random.chance(0.02) ? misspell(random, skill) : skill)),
    ...period(
      random,
      weekdayIn(week, isOvernight ? 6 : random.pick(circle.weekdays)),
      isOvernight ? 10 : random.pick(circle.hours),
      format.hours,
    ),
    topic,
    size: Math.min(45, random.heavyTailed(4.2 * format.draw, 1.9)),
  };
}

function planCampusEvent(random: Random, host: Person, week: Date): Omit<SizedPlan, 'createdAt'> {
  const { hours, ...event } = random.pick(campusEvents);
  const day = weekdayIn(week, random.integer(2, 4));
  return {
    ...event,
    host,
    ...period(random, day, random.integer(10, 16), hours),
    size: Math.min(60, random.heavyTailed(32, 3)),
  };
}

function period(random: Random, day: Date, hour: number, hours: number) {
  const extraHours = random.chance(0.2) ? 0.5 : 0;
  const start = later(day, (hour + extraHours) * HOUR);
  return { start, end: later(start, hours * HOUR) };
}
