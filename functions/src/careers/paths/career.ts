import type { Title } from '../titles/normalise.ts';

/** A position somebody holds or held, as far as the paths look at it. */
export interface Held {
  title: Title;
  /** Compared as they are: in lower case, or null. */
  organisation: string | null;
  industry: string | null;
  /** In milliseconds since 1970; when the document was written for one that does not say. */
  start: number;
}

/** Somebody's positions in the order of their start, with what else is known of them. */
export interface Career {
  held: Held[];
  department: string | null;
  /** Ids of their skills. */
  skills: string[];
}

/** What a next position is foreseen from. */
export const KINDS = [
  'all',
  'step',
  'department',
  'skills',
  'industry',
  'organisation',
  'earlier',
  'role',
  'similar',
  'after',
  'after2',
  'alike',
] as const;
export type Kind = (typeof KINDS)[number];

/** People in the same situation: counted are the positions that came next. */
export interface Context {
  kind: Kind;
  /** Names the situation, the same for everybody in it. */
  id: string;
  /** How much it counts among those of its kind. */
  weight: number;
}

/** Careers are told apart by their length up to here. */
const LONGEST = 6;

/**
 * The situations that somebody is in before their position number `next` (from 0): what they hold, what they held
 * before, where, after how many, and what they studied. Whoever has held nothing yet is in that of beginners.
 */
export function contextsOf({ held, department, skills }: Career, next: number): Context[] {
  const before = held.slice(0, next);
  const last = before.at(-1);
  const secondLast = before.at(-2);
  const contexts: Context[] = [
    { kind: 'all', id: 'all', weight: 1 },
    { kind: 'step', id: `step:${String(Math.min(next, LONGEST))}`, weight: 1 },
  ];
  const add = (kind: Kind, value: string | null | undefined, weight = 1): void => {
    if (value != null) contexts.push({ kind, id: `${kind}:${value}`, weight });
  };
  add('department', department === null ? null : `${next === 0 ? 'first' : 'later'}:${department}`);
  // Skills are those of today. Of somebody who has begun they say where they are rather than where they go.
  if (next === 0) for (const skill of skills) add('skills', skill);
  if (last === undefined) return contexts;
  add('industry', last.industry);
  add('organisation', last.organisation);
  add('role', last.title.role);
  add('after', last.title.key);
  if (secondLast !== undefined) add('after2', `${secondLast.title.key} > ${last.title.key}`);
  for (const [ago, { title }] of before.slice(0, -1).reverse().entries())
    add('earlier', title.key, 1 / (ago + 1));
  return contexts;
}

/** The situation of those who hold a title, whatever they held before. */
export function afterTitle(key: string): string {
  return `after:${key}`;
}
