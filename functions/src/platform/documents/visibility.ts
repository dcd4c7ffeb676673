/**
 * What a person lets others see, as `visibility` of their document says:
 *
 * - `search`: a card, and being found by search;
 * - `matching`: being suggested to others, and being named in reasons;
 * - `forecast`: being listed among students at risk;
 * - `attendance`: others learn which events they go to.
 *
 * Nothing, while `deletionDueAt` says that the account is to be deleted (accounts/erasure/grace.ts).
 */
import type { z } from 'zod';
import { defaultVisibility, UnusableParameter } from '../config.ts';
import { lenient } from './fields.ts';
import type { Json, JsonObject } from './json.ts';
import { mapEntries } from './mapEntries.ts';

const CHOICES = ['search', 'matching', 'forecast', 'attendance'] as const;

export type Choice = (typeof CHOICES)[number];

export type Visibility = Record<Choice, boolean>;

/**
 * The choices in a document's `visibility`. A choice that is missing is the default; any value but `true` and `false`
 * hides, since nobody knows what was meant.
 *
 * @throws UnusableParameter when DEFAULT_VISIBILITY names something else
 */
export const visibilityField: z.ZodType<Visibility> = lenient(toVisibility);

/** Whether the account is to be deleted. Only the server writes this. */
export const deletionField: z.ZodType<boolean> = lenient((value) => value !== undefined && value !== null);

/** What others see of a person, by the parsed fields of their document: nothing while their account is to be deleted. */
export function shownOf(person: { visibility: Visibility; deletionDueAt: boolean }): Visibility {
  return person.deletionDueAt ? choices(() => false) : person.visibility;
}

/** What others see of a person, by their encoded document. @throws UnusableParameter like {@link visibilityField} */
export function visibilityOf({ visibility, deletionDueAt }: JsonObject): Visibility {
  return shownOf({
    visibility: toVisibility(visibility),
    deletionDueAt: deletionField.parse(deletionDueAt),
  });
}

function toVisibility(value: Json | undefined): Visibility {
  const defaults = defaultChoices(defaultVisibility.value());
  if (value !== undefined && !isMap(value)) return choices(() => false);
  const chosen = mapEntries(value);
  return choices((choice) => (chosen.has(choice) ? chosen.get(choice) === true : defaults.has(choice)));
}

function choices(isVisible: (choice: Choice) => boolean): Visibility {
  const [search, matching, forecast, attendance] = CHOICES;
  return {
    search: isVisible(search),
    matching: isVisible(matching),
    forecast: isVisible(forecast),
    attendance: isVisible(attendance),
  };
}

/** Special values, such as a Timestamp, are maps with one `$` key in the encoding. */
function isMap(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => key === '$map' || !key.startsWith('$'));
}

function defaultChoices(parameter: string): ReadonlySet<string> {
  // Tools that run outside a deployment have no parameters.
  const names = (parameter || CHOICES.join()).split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === 'none') return new Set();
  if (names.every((name) => (CHOICES as readonly string[]).includes(name))) return new Set(names);
  throw new UnusableParameter(
    `DEFAULT_VISIBILITY is "${parameter}": set it to some of ${CHOICES.join(', ')}, separated by commas, or to none.`,
  );
}
