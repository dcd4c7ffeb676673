import { HOUR, DAY, later } from './calendar.ts';
import { attendedByPerson, friendsByPerson, type Connection } from './connections.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { alumniPosts, eventPosts, posts as kinds } from './data/texts.ts';
import type { CampusEvent } from './events.ts';
import { misspell, type Person } from './people.ts';
import type { Position } from './positions.ts';
import type { Random } from './random.ts';
import { react, type Draft, type Reactions } from './reactions.ts';
import { circleOf, fill, topicWords, type Words } from './templates.ts';

/** Something shown on the showcase, with what others made of it. */
export interface Post extends Draft, Reactions {
  id: string;
  skills: string[];
  mediaIds: string[];
}

const POSTS_PER_STUDENT = 1.6;

/** Posts in the order of their time; `current` is the position that each person holds now. */
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
  // Writing takes more than coming along: those who do much write still more.
  const choose = random.chooser(writers, ({ activity }) => activity ** 1.3);
  const attended = attendedByPerson(events);
  const friends = friendsByPerson(connections);
  return Array.from({ length: Math.ceil(students * POSTS_PER_STUDENT) }, () => {
    const author = choose();
    return write(random, author, attended.get(author) ?? [], current.get(author), now);
  })
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((draft, index) => ({
      id: `p${String(index + 1).padStart(5, '0')}`,
      ...draft,
      skills: namedSkills(random, draft.words),
      mediaIds: random.chance(circleOf(draft.topic).media)
        ? Array.from({ length: random.integer(1, 3) }, () => random.uuid())
        : [],
      ...react(random, crowd, draft, friends.get(draft.author) ?? [], now),
    }));
}

function write(
  random: Random,
  author: Person,
  attended: CampusEvent[],
  position: Position | undefined,
  now: Date,
): Draft {
  const visited = attended.filter(({ topic, end }) => topic && end < now);
  if (visited.length > 0 && random.chance(0.2))
    return writeAboutEvent(random, author, random.pick(visited), now);
  const topic = random.pick(author.topics);
  const createdAt = random.timeBetween(author.joined, now);
  const draft = { author, topic, createdAt: atUsualHour(random, topic, createdAt, now) };
  const words = topicWords(random, topic);
  if (author.role === 'alumni' && position !== undefined && position.start < draft.createdAt) {
    const own = { ...words, title: withArticle(position.title), organisation: position.organisation };
    return { ...draft, category: 'opportunity', content: compose(random, alumniPosts, own), words: own };
  }
  const names = author.role === 'faculty' ? ['learning', 'collaboration'] : Object.keys(kinds);
  const category = random.weighted(names, (name) => kinds[name]?.weight ?? 0);
  return { ...draft, category, content: compose(random, kinds[category] ?? eventPosts, words), words };
}

function writeAboutEvent(random: Random, author: Person, event: CampusEvent, now: Date): Draft {
  const topic = event.topic ?? random.pick(author.topics);
  const words = { ...topicWords(random, topic), event: event.title };
  const soon = later(event.end, random.wait(DAY));
  const createdAt = soon < now ? soon : random.timeBetween(event.end, now);
  return { author, topic, category: 'event', content: compose(random, eventPosts, words), createdAt, words };
}

function compose(random: Random, parts: { openings: string[]; endings: string[] }, words: Words): string {
  return [parts.openings, parts.endings].map((part) => fill(random.pick(part), words)).join(' ');
}

/** The same day at an hour when people of the circle are done for the day, if that changes nothing else. */
function atUsualHour(random: Random, topic: Topic, time: Date, now: Date): Date {
  const midnight = Math.floor(time.getTime() / DAY) * DAY;
  const hour = random.pick(circleOf(topic).hours) + random.integer(0, 3);
  const usual = new Date(midnight + hour * HOUR + random.integer(0, 3_599) * 1000);
  return usual > time && usual < now ? usual : time;
}

function namedSkills(random: Random, { skill, otherSkill }: Words): string[] {
  const named = random.chance(0.1) ? [] : [skill, random.chance(0.5) ? otherSkill : undefined];
  return named
    .filter((name) => name !== undefined)
    .map((name) => (random.chance(0.04) ? misspell(random, name) : name));
}

function withArticle(title: string): string {
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${title}`;
}
