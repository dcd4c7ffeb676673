import type { TableHolding } from './holding.ts';
import { ACCOUNTS } from './postgres/accounts.ts';
import { CAREERS } from './postgres/careers.ts';
import { ENGAGEMENT } from './postgres/engagement.ts';
import { EVENTS } from './postgres/events.ts';
import { INSIGHTS } from './postgres/insights.ts';
import { MEDIA } from './postgres/media.ts';
import { PEOPLE } from './postgres/people.ts';
import { PLATFORM } from './postgres/platform.ts';
import { RECOMMENDATIONS } from './postgres/recommendations.ts';
import { SKILLS } from './postgres/skills.ts';
import { SYNC } from './postgres/sync.ts';

/**
 * Every table, once. A test holds it against the schema, so a column that nobody has said the purpose and the term of
 * cannot be added.
 */
export const TABLES: readonly TableHolding[] = [
  ...SYNC,
  ...ACCOUNTS,
  ...EVENTS,
  ...SKILLS,
  ...MEDIA,
  ...PEOPLE,
  ...ENGAGEMENT,
  ...INSIGHTS,
  ...CAREERS,
  ...RECOMMENDATIONS,
  ...PLATFORM,
];

export function columnsOf({ owner = [], others = [], personal = [], plain = [] }: TableHolding): string[] {
  return [...owner, ...others, ...personal, ...plain];
}
export { HISTORY } from './history.ts';
export { STORES } from './stores.ts';
