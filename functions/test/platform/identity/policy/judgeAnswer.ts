import { PRIVATE } from './policyCampus.ts';
import { QUESTIONS } from './questions.ts';
import type { AskedCell } from './cells.ts';

/** The fields of answers that count people. */
const COUNTS = 'people members active posted attended checkedIn connected answered going profiles'.split(' ');

/** What groups are rounded to. */
const UNIT = 5;

/** Whether an answer has exact figures about groups, rounded ones, or none; what it says of them must be true. */
export function kindOf(answer: unknown): string {
  const counts = countsOf(answer);
  const { exact: saysExact } = answer as { exact?: boolean };
  if (counts.length === 0) return saysExact === undefined ? 'answered' : 'figures without any count';
  const isExact = counts.some((count) => count % UNIT !== 0);
  const kind = isExact ? 'exact' : 'rounded';
  return saysExact === undefined || saysExact === isExact ? kind : `${kind}, but says otherwise`;
}

function countsOf(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  // Figures of the weekly report count people, but for those of the sync.
  const isReported = 'section' in value && value.section !== 'sync';
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    if (typeof field !== 'number') return countsOf(field);
    return COUNTS.includes(name) || (isReported && name === 'value') ? [field] : [];
  });
}

/** What an answer shows that it must not, and what it lacks. */
export function faultsOf(asked: AskedCell, answer: unknown): string[] {
  const text = JSON.stringify(answer);
  const { names } = asked.question;
  const faults: string[] = [];
  if (PRIVATE.test(text)) faults.push('with private data');
  if (names !== undefined && text.includes(`"${names}"`) !== asked.isCovered)
    faults.push(`${asked.isCovered ? 'without' : 'with'} ${names}`);
  if (QUESTIONS[asked.name].namesOnlyReach === true) faults.push(...faultsOfList(asked, text));
  return faults;
}

function faultsOfList({ reach, caller }: AskedCell, text: string): string[] {
  const departments = [...text.matchAll(/"(law|art|physics)\d"/g)].map(([, department = '']) => department);
  if (departments.length === 0) return ['with nobody'];
  const isInReach = (department: string): boolean =>
    reach === 'everyone' || caller.departmentKeys.includes(department);
  return departments.every(isInReach) ? [] : ['with people of other departments'];
}
