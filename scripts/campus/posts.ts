import { HOUR, DAY, later } from './calendar.ts';
import { attendedByPerson, friendsByPerson, type Connection } from './connections.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { alumniPosts, eventPosts, posts as categories } from './data/texts.ts';
import type { CampusEvent } from './events.ts';
import { misspell, type Person } from './people.ts';
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

/** Posts by time of creation. @param current each person's current position */
export function createPosts(
  random: Random,
  people: Person[],
  crowd: Crowd,
  events: CampusEvent[],
  connections: Connection[],
  current: Map<Person, Position>,
  now: Date,
): Post[] {
  const students = people.filter(({ role }) => role === 'student').length;
  const writers = people.filter(({ topics }) => topics.length > 0);
  // Posting takes more effort than attending, so it is more concentrated among active people.
  const chooseAuthor = random.chooser(writers, ({ activity }) => activity ** 1.3);
  const attended = attendedByPerson(events);
  const friends = friendsByPerson(connections);
  return Array.from({ length: Math.ceil(students * POSTS_PER_STUDENT) }, () => {
    const author = chooseAuthor();
    return draftPost(random, author, attended.get(author) ?? [], current.get(author), now);
  })
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((draft, index) => ({
      id: `p${String(index + 1).padStart(5, '0')}`,
      ...draft,
      skills: mentionedSkills(random, draft.words),
      mediaIds: random.chance(circleOf(draft.topic).media)
        ? Array.from({ length: random.integer(1, 3) }, () => random.uuid())
        : [],
      ...createReactions(random, crowd, draft, friends.get(draft.author) ?? [], now),
    }));
}

function draftPost(
  random: Random,
  author: Person,
  attended: CampusEvent[],
  position: Position | undefined,
  now: Date,
): Draft {
  const visited = attended.filter(({ topic, end }) => topic && end < now);
  if (visited.length > 0 && random.chance(0.2))
    return draftEventPost(random, author, random.pick(visited), now);
  const topic = random.pick(author.topics);
  const createdAt = random.timeBetween(author.joined, now);
  const draft = { author, topic, createdAt: atTypicalHour(random, topic, createdAt, now) };
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

function draftEventPost(random: Random, author: Person, event: CampusEvent, now: Date): Draft {
  const topic = event.topic ?? random.pick(author.topics);
  const words = { ...topicWords(random, topic), event: event.title };
  const nextDay = later(event.end, random.wait(DAY));
  const createdAt = nextDay < now ? nextDay : random.timeBetween(event.end, now);
  return { author, topic, category: 'event', content: compose(random, eventPosts, words), createdAt, words };
}

function compose(random: Random, parts: { openings: string[]; endings: string[] }, words: Words): string {
  return [parts.openings, parts.endings].map((part) => fill(random.pick(part), words)).join(' ');
}

/** Moves a time later on the same day, to an hour typical of the topic's circle, if that is not in the future. */
function atTypicalHour(random: Random, topic: Topic, time: Date, now: Date): Date {
  const midnight = Math.floor(time.getTime() / DAY) * DAY;
  const hour = random.pick(circleOf(topic).hours) + random.integer(0, 3);
  const typical = new Date(midnight + hour * HOUR + random.integer(0, 3_599) * 1000);
  return typical > time && typical < now ? typical : time;
}

function mentionedSkills(random: Random, { skill, otherSkill }: Words): string[] {
  const mentioned = random.chance(0.1) ? [] : [skill, random.chance(0.5) ? otherSkill : undefined];
  return mentioned
    .filter((name) => name !== undefined)
    .map((name) => (random.chance(0.04) ? misspell(random, name) : name));
}

function withArticle(title: string): string {
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${title}`;
}
