import { formatScalar } from './formatScalar.ts';

/**
 * The card of a person, an event or a skill on one line, such as "Ada Lovelace — Engineer at Acme, verified: SQL
 * (Mathematics)"; null for anything else.
 */
export function formatCard(value: Record<string, unknown>): string | null {
  const { name, title, headline, start, category, department } = value;
  if ('headline' in value) return line(name, [headline, verified(value['verifiedSkills'])], department);
  if ('title' in value && 'start' in value) return line(title, [start, category], department);
  if ('name' in value && 'category' in value) return line(name, [category], null);
  return null;
}

/** Verified skills of a person that are named. */
const MAX_VERIFIED = 3;

function verified(skills: unknown): string | null {
  if (!Array.isArray(skills) || skills.length === 0) return null;
  const names = (skills as { name: string }[]).map(({ name }) => name);
  const rest = names.length > MAX_VERIFIED ? ` and ${String(names.length - MAX_VERIFIED)} more` : '';
  return `verified: ${names.slice(0, MAX_VERIFIED).join(', ')}${rest}`;
}

function line(heading: unknown, facts: unknown[], department: unknown): string {
  const known = facts.filter((fact) => fact !== null).map(formatScalar);
  return [
    formatScalar(heading),
    ...(known.length === 0 ? [] : [`— ${known.join(', ')}`]),
    ...(department === null ? [] : [`(${formatScalar(department)})`]),
  ].join(' ');
}
