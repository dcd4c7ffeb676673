import { DAY, earliest, later, latest } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { Topic } from './data/circles.ts';
import { comments as templates, type CommentTemplate } from './data/texts.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf, fill, type Words } from './templates.ts';

/** A post without reactions. */
export interface Draft {
  author: Person;
  topic: Topic;
  category: string;
  content: string;
  createdAt: Date;
  /** The words that filled its template, for comments to reuse. */
  words: Words;
}

interface Comment {
  author: Person;
  text: string;
  createdAt: Date;
}

export interface Reactions {
  likes: Person[];
  comments: Comment[];
  shares: Person[];
}

/** Likes, comments and shares of a post, with a heavy-tailed distribution. */
export function createReactions(
  random: Random,
  crowd: Crowd,
  post: Draft,
  friends: Person[],
  now: Date,
): Reactions {
  const readers = Math.min(200, random.heavyTailed(2.5, 1.2) * Math.sqrt(post.author.activity) - 1);
  const seenBy = earliest(later(post.createdAt, 14 * DAY), now);
  const likes = new Set<Person>();
  for (let reader = 1; reader <= readers; reader++) {
    const person = chooseReader(random, crowd, post, friends, seenBy);
    if (person !== undefined && person !== post.author) likes.add(person);
  }
  const suitable = templates.filter(({ under }) => under?.includes(post.category) ?? true);
  const commenters = [...likes].filter(() => random.chance(0.18));
  // Without replacement, so no comment appears twice.
  const comments = random
    .sample(suitable, commenters.length)
    .flatMap((template, index) => createComment(random, post, commenters[index] ?? post.author, template))
    .filter(({ createdAt }) => createdAt < now)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return { likes: [...likes], comments, shares: [...likes].filter(() => random.chance(0.06)) };
}

/** A friend of the author, a member of the circle, or sometimes anyone. */
function chooseReader(
  random: Random,
  crowd: Crowd,
  { topic }: Draft,
  friends: Person[],
  seenBy: Date,
): Person | undefined {
  const draw = random.unit();
  if (draw < 0.45 && friends.length > 0) return random.pick(friends);
  return crowd.pick(seenBy, draw < 0.65 ? topic : draw < 0.9 ? circleOf(topic) : undefined);
}

/** A comment and, sometimes, the author's reply. */
function createComment(random: Random, post: Draft, person: Person, template: CommentTemplate): Comment[] {
  const words = { ...post.words, firstName: post.author.firstName };
  const commentedAt = later(latest(post.createdAt, person.joined), random.wait(DAY));
  const comment = { author: person, text: fill(template.text, words), createdAt: commentedAt };
  if (!random.chance(0.3)) return [comment];
  const repliedAt = later(commentedAt, random.wait(DAY / 2));
  return [comment, { author: post.author, text: fill(template.reply, words), createdAt: repliedAt }];
}
