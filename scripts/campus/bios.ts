import { adminBios, alumniBios, bioEndings, facultyBios, studentBios, undecidedBios } from './data/texts.ts';
import { yearOfStudy, type Person } from './people.ts';
import type { Position } from './positions.ts';
import type { Random } from './random.ts';
import { fill, fillable, topicWords, type Words } from './templates.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** A person's bio of one or two sentences; undefined for some. */
export function writeBio(
  random: Random,
  person: Person,
  position: Position | undefined,
  now: Date,
): string | undefined {
  if (person.role === 'admin') return random.pick(adminBios);
  if (random.chance(0.08)) return undefined;
  const words = bioWords(random, person, position, now);
  const opening = fill(random.pick(fillable(openings(person), words)), words);
  // Do not repeat a word of the first sentence.
  const unusedWords = Object.entries(words).filter(
    ([, word]) => word !== undefined && !opening.includes(word),
  );
  const endings = fillable(bioEndings, Object.fromEntries(unusedWords));
  if (endings.length === 0 || random.chance(0.35)) return opening;
  return `${opening} ${fill(random.pick(endings), words)}`;
}

function openings({ role, department }: Person): string[] {
  if (role === 'faculty') return facultyBios;
  if (department === undefined) return undecidedBios;
  return role === 'alumni' ? alumniBios : studentBios;
}

function bioWords(random: Random, person: Person, position: Position | undefined, now: Date): Words {
  const [topic, otherTopic] = random.sample(person.topics, 2);
  if (topic === undefined) throw new Error(`${person.uid} has no topic to write about`);
  const listed = person.skills.map((skill) => (typeof skill === 'string' ? skill : skill.name));
  const known = listed.filter((skill) => topic.skills.includes(skill));
  const role = person.role === 'faculty' ? position?.title.replace(/ (in|of) .*$/, '') : position?.title;
  return {
    ...topicWords(random, topic),
    otherAbout: otherTopic?.about,
    skill: known.length > 0 ? random.pick(known) : undefined,
    department: person.department?.name,
    year: ORDINALS[yearOfStudy(person.started, now) - 1],
    graduated: person.graduated?.getUTCFullYear().toString(),
    title: role,
    organisation: position?.organisation,
  };
}
