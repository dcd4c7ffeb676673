import { DAY, HOUR, later, pastWeeks, startOfDay, timeInWeek } from './calendar.ts';
import { misspell } from './careless.ts';
import { friendsByPerson, type Connection } from './connections.ts';
import type { Groups } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { alumniPosts, eventPosts, posts as categories } from './data/texts.ts';
import type { CampusEvent } from './events.ts';
import type { Person } from './people.ts';
import type { Position } from './positions.ts';
import type { Random } from './random.ts';
import { createReactions, type Draft, type Reactions } from './reactions.ts';
import { circleOf, fill, topicWords, type Words } from './templates.ts';

/** A showcase post with its reactions. */
export interface Post extends Draft, Reactions {
  id: string;
  skills: string[];
  mediaIds: string[];
}

const POSTS_PER_STUDENT = 1.6;

/** What posts are about. */
interface Occasions {
  events: CampusEvent[];
  connections: Connection[];
  /** Each person's current position. */
  current: Map<Person, Position>;
}

/** Posts by time of creation. */
export function createPosts(
  random: Random,
  { crowd, writers }: Groups,
  { events, connections, current }: Occasions,
  students: number,
  today: Date,
): Post[] {
  const visits = events.flatMap(visitsOf).filter(({ event }) => event.end < today);
  const friends = friendsByPerson(connections);
  return pastWeeks(today, Math.ceil(students * POSTS_PER_STUDENT))
    .map((week) => {
      if (visits.length > 0 && random.chance(0.18)) return draftEventPost(random, random.pick(visits), today);
      const time = timeInWeek(random, week);
      const author = writers.pick(time);
      return author && draftPost(random, author, current.get(author), time);
    })
    .filter((draft) => draft !== undefined)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((draft, index) => ({
      id: `p${String(index + 1).padStart(5, '0')}`,
      ...draft,
      skills: mentionedSkills(random, draft.words),
      mediaIds: random.chance(circleOf(draft.topic).media)
        ? Array.from({ length: random.integer(1, 3) }, () => random.uuid())
        : [],
      ...createReactions(random, crowd, draft, friends.get(draft.author) ?? [], today),
    }));
}

function draftPost(random: Random, author: Person, position: Position | undefined, time: Date): Draft {
  const topic = random.pick(author.topics);
  const draft = { author, topic, createdAt: atTypicalHour(random, topic, time) };
  const words = topicWords(random, topic);
  if (author.role === 'alumni' && position !== undefined && position.start < draft.createdAt) {
    const jobWords = { ...words, title: withArticle(position.title), organisation: position.organisation };
    return {
      ...draft,
      category: 'opportunity',
      content: compose(random, alumniPosts, jobWords),
      words: jobWords,
    };
  }
  const names = author.role === 'faculty' ? ['learning', 'collaboration'] : Object.keys(categories);
  const category = random.weighted(names, (name) => categories[name]?.weight ?? 0);
  return { ...draft, category, content: compose(random, categories[category] ?? eventPosts, words), words };
}

/** Somebody with something to write about who was at an event. */
interface Visit {
  event: CampusEvent;
  topic: Topic;
  author: Person;
}

function visitsOf(event: CampusEvent): Visit[] {
  const { topic, attendances } = event;
  if (topic === undefined) return [];
  return attendances
    .filter(({ status }) => status === 'attended')
    .map(({ person }) => ({ event, topic, author: person }));
}

function draftEventPost(random: Random, { event, topic, author }: Visit, today: Date): Draft {
  const words = { ...topicWords(random, topic), event: event.title };
  const nextDay = later(event.end, random.wait(DAY));
  const createdAt = nextDay < today ? nextDay : random.timeBetween(event.end, today);
  return { author, topic, category: 'event', content: compose(random, eventPosts, words), createdAt, words };
}

function compose(random: Random, parts: { openings: string[]; endings: string[] }, words: Words): string {
  return [parts.openings, parts.endings].map((part) => fill(random.pick(part), words)).join(' ');
}

/** Moves a time later on the same day, to an hour typical of the topic's circle. */
function atTypicalHour(random: Random, topic: Topic, time: Date): Date {
  const hour = random.pick(circleOf(topic).hours) + random.integer(0, 3);
  const typical = later(startOfDay(time), hour * HOUR + random.integer(0, 3_599) * 1000);
  return typical > time && startOfDay(typical).getTime() === startOfDay(time).getTime() ? typical : time;
}

function mentionedSkills(random: Random, { skill, otherSkill }: Words): string[] {
  const mentioned = random.chance(0.1) ? [] : [skill, random.chance(0.5) ? otherSkill : undefined];
  return mentioned
    .filter((name) => name !== undefined)
    .map((name) => (random.chance(0.03) ? misspell(random, name) : name));
}

function withArticle(title: string): string {
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${title}`;
}
