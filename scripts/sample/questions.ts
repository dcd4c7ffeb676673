import type { EventCard, PersonCard } from '../../functions/src/cards/index.ts';
import type { CareerPaths } from '../../functions/src/careers/careerPaths.ts';
import type { SearchedTalent } from '../../functions/src/people/searchTalent.ts';
import type { SimilarStudents } from '../../functions/src/people/similarStudents.ts';
import type { Recommendations } from '../../functions/src/recommendations/recommendations.ts';
import type { RecommendationType } from '../../functions/src/recommendations/recommender.ts';
import { formatCard } from '../ask/formatCard.ts';

/** An entry of an answer as the terminal shows it. */
export interface Entry {
  heading: string;
  /** Why it is there; empty if the answer does not say. */
  reason: string;
}

/** What to ask, and what of the answer to show. */
export interface Question {
  title: string;
  callable: string;
  input: Record<string, unknown>;
  entries: (answer: never) => Entry[];
}

const LIMIT = 3;

/** What a student would look at first. */
export const QUESTIONS: Question[] = [
  {
    title: 'Students like you',
    callable: 'similarStudents',
    input: { limit: LIMIT },
    entries: ({ students }: SimilarStudents) =>
      students.map(({ person, reason }) => ({ heading: describe(person), reason })),
  },
  recommended('Events for you', 'event'),
  recommended('People to meet', 'user'),
  recommended('Skills to learn next', 'skill'),
  {
    title: 'Who knows about machine learning with Python?',
    callable: 'searchTalent',
    input: { query: 'machine learning with Python', limit: LIMIT },
    entries: ({ people }: SearchedTalent) =>
      people.map(({ person, highlights }) => ({
        heading: describe(person),
        reason: highlights.map(({ text }) => `“${text.replace(/\s+/g, ' ')}”`).join('  '),
      })),
  },
  {
    title: 'Where you may go from here',
    callable: 'careerPaths',
    input: { limit: LIMIT },
    entries: ({ paths }: CareerPaths) => paths.map(describePath),
  },
];

function recommended(title: string, type: RecommendationType): Question {
  return {
    title,
    callable: 'recommendations',
    input: { type, limit: LIMIT },
    entries: ({ recommendations }: Recommendations) =>
      recommendations.map((item) => ({
        heading: 'skill' in item ? item.skill.name : describe('event' in item ? item.event : item.person),
        reason: item.reason,
      })),
  };
}

function describe(card: EventCard | PersonCard): string {
  return formatCard({ ...card }) ?? '';
}

function describePath({ title, probability, alumni, skills }: CareerPaths['paths'][number]): Entry {
  const moved =
    alumni === null
      ? `About ${String(Math.round(probability * 100))} % likely.`
      : `At least ${String(alumni.people)} people went this way.`;
  const missing = skills.map(({ name }) => name).join(', ');
  return {
    heading: title,
    reason: missing === '' ? moved : `${moved} What they know and you do not: ${missing}.`,
  };
}
