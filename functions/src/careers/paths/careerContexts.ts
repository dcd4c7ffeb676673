import type { Career } from './career.ts';

/** What a next position is predicted from. */
export const CONTEXT_KINDS = [
  'all',
  'step',
  'department',
  'skills',
  'industry',
  'organisation',
  'earlier',
  'role',
  'afterSimilar',
  'after',
  'afterTwo',
  'similarTitle',
] as const;
export type ContextKind = (typeof CONTEXT_KINDS)[number];

/** A group of people in the same situation, whose next positions are counted. */
export interface Context {
  kind: ContextKind;
  /** Shared by everyone in the context. */
  id: string;
  /** Relative to the other contexts of its kind. */
  weight: number;
}

/** Careers with at least this many positions share a context. */
const MAX_STEP = 6;

/**
 * The contexts of a person before position number `next`, from 0: their current position, earlier ones, where and how
 * many they held, and what they studied.
 */
export function contextsOf({ positions, departmentKey, skills }: Career, next: number): Context[] {
  const before = positions.slice(0, next);
  const last = before.at(-1);
  const secondLast = before.at(-2);
  const contexts: Context[] = [
    { kind: 'all', id: 'all', weight: 1 },
    { kind: 'step', id: `step:${String(Math.min(next, MAX_STEP))}`, weight: 1 },
  ];
  const add = (kind: ContextKind, value: string | null | undefined, weight = 1): void => {
    if (value != null) contexts.push({ kind, id: `${kind}:${value}`, weight });
  };
  add('department', departmentKey === null ? null : `${next === 0 ? 'first' : 'later'}:${departmentKey}`);
  // Skills are today's: once a person has a position, they reflect that position rather than the next one.
  if (next === 0) for (const skill of skills) add('skills', skill);
  if (last === undefined) return contexts;
  add('industry', last.industry);
  add('organisation', last.organisation);
  add('role', last.title.role);
  add('after', last.title.key);
  if (secondLast !== undefined) add('afterTwo', `${secondLast.title.key} > ${last.title.key}`);
  for (const [ago, { title }] of before.slice(0, -1).reverse().entries())
    add('earlier', title.key, 1 / (ago + 1));
  return contexts;
}

/** The id of the context of people who hold a title, whatever they held before. */
export function contextAfter(titleKey: string): string {
  return `after:${titleKey}`;
}

/** The id of the context of people who have held no position yet. */
export const FIRST_STEP = 'step:0';
