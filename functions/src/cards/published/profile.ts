import { z } from 'zod';
import { mediaList } from '../../media/index.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';
import { longText, shortText, shortTextOrEmpty } from '../../platform/documents/fields.ts';
import { label } from '../../platform/documents/labels.ts';
import { deletionField, shownOf, visibilityField } from '../../platform/documents/visibility.ts';
import { roleField } from '../../platform/documents/words.ts';
import { skillList, verifiedSkillList } from '../../skills/index.ts';
import { pickFields } from './pickFields.ts';

/** The fields are read by the parsers that the `users` table is filled by. */
const schema = z.object({
  name: shortTextOrEmpty,
  email: shortText,
  studentId: shortText,
  role: roleField,
  department: label,
  bio: longText,
  skills: skillList,
  verifiedSkills: verifiedSkillList,
  photo: longText,
  mediaIds: mediaList,
  visibility: visibilityField,
  deletionDueAt: deletionField,
});

/** What a card depends on in the document of a person. */
export type Profile = Omit<z.infer<typeof schema>, 'visibility' | 'deletionDueAt'>;

/**
 * The profile of somebody whom others may see. Null without a document, and for people who are not visible in search or
 * are to be erased: they have no card.
 *
 * @throws UnusableParameter when DEFAULT_VISIBILITY cannot be used
 */
export function toVisibleProfile(user: Record<string, unknown> | undefined): Profile | null {
  if (user === undefined) return null;
  const parsed = schema.safeParse(encodeMap(pickFields(user, Object.keys(schema.shape))));
  if (!parsed.success) return null;
  const { visibility, deletionDueAt, ...profile } = parsed.data;
  return shownOf({ visibility, deletionDueAt }).search ? profile : null;
}
