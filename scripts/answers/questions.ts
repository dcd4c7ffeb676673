import type { CareerPaths } from '../../functions/src/careers/careerPaths.ts';
import type { EngagementForecast } from '../../functions/src/engagement/engagementForecast.ts';
import type { EventInsights } from '../../functions/src/insights/eventInsights.ts';
import type { UserAnalytics } from '../../functions/src/insights/userAnalytics.ts';
import type { SearchedTalent } from '../../functions/src/people/searchTalent.ts';
import type { SimilarStudents } from '../../functions/src/people/similarStudents.ts';
import type { Recommendations } from '../../functions/src/recommendations/recommendations.ts';
import type { RecommendationType } from '../../functions/src/recommendations/recommender.ts';

/** A student to ask for, with what the questions need. */
export interface Student {
  uid: string;
  /** Of the last event they were at, or answered. */
  eventId: string | null;
  /** What they search for: a skill of theirs and their department. */
  query: string;
}

/** A statement without the person who was told: what it is, what it is about, and what it says. */
type Statement = [kind: string, about: string, text: string];

/** One kind of question that the app asks. */
export interface Question {
  name: string;
  callable: string;
  /** Null if the student has nothing to ask about. */
  input: (student: Student) => Record<string, unknown> | null;
  /** Whether an administrator asks, not the student. */
  asAdmin?: true;
  /** Whether the answer says something about this student: lists that everybody gets, and priors, do not count. */
  isPersonal: (answer: never, student: Student) => boolean;
  statements: (answer: never, student: Student) => Statement[];
}

/** Reasons of lists that everybody gets. */
const FALLBACKS = new Set(['popular', 'soon', 'new', 'department', 'common', 'common-in-department']);

/** The nine kinds of answers that a student's app is made of. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'similarStudents',
    callable: 'similarStudents',
    input: () => ({ limit: 10 }),
    isPersonal: ({ basis, students }: SimilarStudents) => basis === 'similarity' && students.length > 0,
    statements: ({ students }: SimilarStudents) =>
      students.flatMap(
        ({ person: { id }, reason, sharedSkills, sharedInterests, sharedEvents }): Statement[] => [
          ['similarStudents reason', id, reason],
          ...sharedSkills.items.map((name): Statement => ['similarStudents shared skill', id, name]),
          ...sharedInterests.items.map((name): Statement => ['similarStudents shared interest', id, name]),
          ...sharedEvents.items.map(({ event, basis }): Statement => [
            'similarStudents shared event',
            id,
            `${event.title} (${basis})`,
          ]),
        ],
      ),
  },
  recommended('event', 'is open'),
  recommended('user', 'is not known yet'),
  recommended('skill', 'is not owned yet'),
  {
    name: 'searchTalent',
    callable: 'searchTalent',
    input: ({ query }) => ({ query, limit: 10 }),
    isPersonal: ({ people }: SearchedTalent, { uid }) =>
      people.some(({ person, highlights }) => person.id !== uid && highlights.length > 0),
    statements: ({ people }: SearchedTalent, { query }) =>
      people.flatMap(({ person: { id }, highlights, related }) =>
        highlights.flatMap(({ field, text, matches }): Statement[] => [
          ['searchTalent highlight', id, `${field}: ${text}`],
          // What was found by another name has its letters, not those of the query.
          ...(related === null ? matches : []).map(({ from, to }): Statement => [
            'searchTalent match',
            id,
            `${text.slice(from, to)} ← ${query}`,
          ]),
        ]),
      ),
  },
  {
    name: 'userAnalytics',
    callable: 'userAnalytics',
    input: () => ({ limit: 10 }),
    isPersonal: ({ year, percentile, skills }: UserAnalytics) =>
      percentile !== null && skills.length + year.posts + year.events + year.connections > 0,
    statements: ({ month, year, percentile, events }: UserAnalytics): Statement[] => {
      const figures = [
        ...(['posts', 'events', 'connections'] as const).flatMap((name) => [
          `month ${name} ${String(month[name])}`,
          `year ${name} ${String(year[name])}`,
        ]),
        `upcoming ${String(events.upcoming)}`,
        ...(percentile === null ? [] : [`percentile ${String(percentile)}`]),
      ];
      return figures.map((figure): Statement => ['userAnalytics figure', '', figure]);
    },
  },
  {
    name: 'careerPaths',
    callable: 'careerPaths',
    input: () => ({ limit: 5 }),
    isPersonal: ({ paths }: CareerPaths) => paths.length > 0,
    statements: ({ paths }: CareerPaths) =>
      paths.flatMap(({ title, alumni, skills }): Statement[] => [
        ...(alumni === null
          ? []
          : [
              [
                'careerPaths moves',
                title,
                `${String(alumni.people)} people, share ${String(alumni.share)}`,
              ] satisfies Statement,
            ]),
        ...skills.map(({ id, reason }): Statement => ['careerPaths skill', id, reason]),
      ]),
  },
  {
    name: 'engagementForecast',
    callable: 'engagementForecast',
    input: () => ({}),
    isPersonal: ({ basis, reasons }: EngagementForecast) => basis === 'history' && reasons.length > 0,
    statements: ({ reasons }: EngagementForecast) =>
      reasons.map(({ text }): Statement => ['engagementForecast reason', '', text]),
  },
  {
    name: 'eventInsights',
    callable: 'eventInsights',
    input: ({ eventId }) => (eventId === null ? null : { eventId, limit: 10 }),
    asAdmin: true,
    isPersonal: ({ funnel }: EventInsights) => (funnel.answered ?? 0) > 0,
    statements: ({ event, funnel, departments, skills, related }: EventInsights) => [
      [
        'eventInsights figure',
        event.id,
        `funnel ${[funnel.answered, funnel.going, funnel.attended].join(' ')}`,
      ],
      ...departments.map((group): Statement => figureOf(event.id, 'department', group.people, group.name)),
      ...skills.map((group): Statement => figureOf(event.id, 'skill', group.people, group.name)),
      ...related.map((other): Statement => figureOf(event.id, 'event', other.people, other.event.id)),
    ],
  },
];

function figureOf(event: string, of: string, people: number, name: string): Statement {
  return ['eventInsights figure', event, `${of} ${String(people)} ${name}`];
}

function recommended(type: RecommendationType, condition: string): Question {
  return {
    name: `recommendations ${type}`,
    callable: 'recommendations',
    input: () => ({ type, limit: 10 }),
    isPersonal: ({ recommendations }: Recommendations) =>
      recommendations.some(({ reasonKind }) => !FALLBACKS.has(reasonKind)),
    statements: ({ recommendations }: Recommendations) =>
      recommendations.flatMap(({ id, reason }): Statement[] => [
        [`recommendations ${type}`, id, reason],
        [`recommendations ${type} ${condition}`, id, ''],
      ]),
  };
}
