/**
 * Labels: short texts that many documents share and that are compared, such as departments and categories. A row keeps
 * a label in two columns, as in `department` and `department_key`. Compare keys; show the name that `label_name()`
 * (sql/functions) gives, which is the same for everybody who spells the label in one way or another.
 */
import { z } from 'zod';
import { foldText } from '../text/foldText.ts';
import { sensibleCapitals } from '../text/sensibleCapitals.ts';
import { MAX_SHORT_TEXT_CHARACTERS, shortText } from './fields.ts';

/** Short text with sensible capitals, so that careless spellings of a label look the same; otherwise null. */
export const label = shortText.transform((line) => (line === null ? null : sensibleCapitals(line)));

/** Equal for all spellings of one label. */
export function labelKey(spelling: string | null): string | null {
  return spelling === null ? null : foldText(spelling);
}

/** A label in the input of a callable, as its key. */
export const labelInput = z.string().max(MAX_SHORT_TEXT_CHARACTERS).overwrite(foldText).min(1);
