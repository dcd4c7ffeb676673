import { circles, type Circle, type Topic } from './data/circles.ts';
import type { Random } from './random.ts';

/** Values of a template's placeholders. */
export type Words = Record<string, string | undefined>;

const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Replaces `{key}` with its word, and `{Key}` with its word capitalised.
 *
 * @throws Error when a word is missing, so that no text ever shows a placeholder
 */
export function fill(template: string, words: Words): string {
  return template.replace(PLACEHOLDER, (placeholder, key: string) => {
    const word = lookUp(key, words);
    if (word === undefined) throw new Error(`no word for ${placeholder} in "${template}"`);
    return word;
  });
}

/** The templates whose placeholders all have a word. */
export function fillable(templates: readonly string[], words: Words): string[] {
  return templates.filter((template) =>
    [...template.matchAll(PLACEHOLDER)].every(([, key = '']) => lookUp(key, words) !== undefined),
  );
}

function lookUp(key: string, words: Words): string | undefined {
  const isCapitalised = /^[A-Z]/.test(key);
  const word = words[isCapitalised ? key.slice(0, 1).toLowerCase() + key.slice(1) : key];
  return isCapitalised && word !== undefined ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
}

const circleOfTopic = new Map(circles.flatMap((circle) => circle.topics.map((topic) => [topic, circle])));

/** The circle that a topic belongs to. */
export function circleOf(topic: Topic): Circle {
  const circle = circleOfTopic.get(topic);
  if (circle === undefined) throw new Error(`no circle has the topic "${topic.about}"`);
  return circle;
}

/** Words for texts about a topic: its own, and its circle's club. */
export function topicWords(random: Random, topic: Topic): Words {
  const [made, otherMade] = random.sample(topic.made, 2);
  const [skill, otherSkill] = random.sample(topic.skills, 2);
  const club = circleOf(topic).club;
  return { about: topic.about, made, otherMade, lesson: random.pick(topic.lessons), skill, otherSkill, club };
}
