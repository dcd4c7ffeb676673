import { DAY, later, latest } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { comments as templates, type CommentTemplate } from './data/texts.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf, fill, type Words } from './templates.ts';

/** What somebody shows on the showcase, before anyone has seen it. */
export interface Draft {
  author: Person;
  topic: Topic;
  category: string;
  content: string;
  createdAt: Date;
  /** The words its text was made of, for those who comment on it. */
  words: Words;
}

/** A comment under a post. */
interface Comment {
  author: Person;
  text: string;
  createdAt: Date;
}

/** What others made of a post. */
export interface Reactions {
  likes: Person[];
  comments: Comment[];
  shares: Person[];
}

/** The likes, comments and shares of a post: most get a few, a few get very many. */
export function react(random: Random, crowd: Crowd, post: Draft, friends: Person[], now: Date): Reactions {
  const readers = Math.min(200, random.heavyTailed(2.5, 1.2) * Math.sqrt(post.author.activity) - 1);
  const likes = new Set<Person>();
  for (let reader = 1; reader <= readers; reader++) {
    const person = reach(random, crowd, post, friends);
    if (person !== post.author) likes.add(person);
  }
  const fitting = templates.filter(({ under }) => under?.includes(post.category) ?? true);
  const commenters = [...likes].filter(() => random.chance(0.18));
  // Nobody repeats what somebody else has said.
  const comments = random
    .sample(fitting, commenters.length)
    .flatMap((template, index) => converse(random, post, commenters[index] ?? post.author, template))
    .filter(({ createdAt }) => createdAt < now)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return { likes: [...likes], comments, shares: [...likes].filter(() => random.chance(0.06)) };
}

/** Somebody who comes across a post: a friend of the author, one of the circle, now and then anybody. */
function reach(random: Random, crowd: Crowd, { topic }: Draft, friends: Person[]): Person {
  const way = random.unit();
  if (way < 0.45 && friends.length > 0) return random.pick(friends);
  return crowd.meetOf(way < 0.65 ? topic : way < 0.9 ? circleOf(topic) : undefined);
}

/** A comment and, sometimes, what the author says to it. */
function converse(random: Random, post: Draft, person: Person, template: CommentTemplate): Comment[] {
  const words = { ...post.words, firstName: post.author.firstName };
  const commentedAt = later(latest(post.createdAt, person.joined), random.wait(DAY));
  const comment = { author: person, text: fill(template.text, words), createdAt: commentedAt };
  if (!random.chance(0.3)) return [comment];
  const repliedAt = later(commentedAt, random.wait(DAY / 2));
  return [comment, { author: post.author, text: fill(template.reply, words), createdAt: repliedAt }];
}
