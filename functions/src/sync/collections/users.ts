import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';
import { longText, shortText, shortTextOrEmpty, time } from '../../platform/documents/fields.ts';
import type { JsonObject } from '../../platform/documents/json.ts';
import { label, labelKey } from '../../platform/documents/labels.ts';
import { roleField } from '../../platform/documents/words.ts';
import { deletionField, shownOf, visibilityField } from '../../platform/documents/visibility.ts';
import { mediaLinks, mediaList } from '../../media/index.ts';
import { combineChildRows } from '../../platform/documents/childRows.ts';
import {
  findVerified,
  USER_SKILLS,
  skillLinks,
  skillList,
  verifiedSkillList,
  type Skill,
  type VerifiedSkill,
} from '../../skills/index.ts';

interface SkilledFields {
  skills: Skill[];
  verifiedSkills: VerifiedSkill[];
}

export const users = defineCollection({
  path: 'users/{uid}',
  table: 'users',
  key: { id: 'uid' },
  schema: z.object({
    email: shortText,
    name: shortTextOrEmpty,
    role: roleField,
    department: label,
    studentId: shortText,
    bio: longText,
    skills: skillList,
    // Only the server writes these (firestore.rules): what somebody says of themselves verifies nothing.
    verifiedSkills: verifiedSkillList,
    mediaIds: mediaList,
    visibility: visibilityField,
    deletionDueAt: deletionField,
    createdAt: time,
  }),
  columns: [
    'email',
    'name',
    'role',
    'department',
    'department_key',
    'student_id',
    'bio',
    'visible_in_search',
    'visible_in_matching',
    'visible_in_forecast',
    'shares_attendance',
    'created_at',
    'updated_at',
  ],
  project: (user, { createdAt, updateTime }) => {
    const visibility = shownOf(user);
    return {
      email: user.email,
      name: user.name,
      role: user.role,
      department: user.department,
      department_key: labelKey(user.department),
      student_id: user.studentId,
      bio: user.bio,
      visible_in_search: visibility.search,
      visible_in_matching: visibility.matching,
      visible_in_forecast: visibility.forecast,
      shares_attendance: visibility.attendance,
      created_at: createdAt(user.createdAt),
      updated_at: updateTime,
    };
  },
  childRows: combineChildRows<SkilledFields & { mediaIds: string[] }>(
    skillLinks(
      USER_SKILLS,
      (_user, uid) => uid,
      skillColumns,
      ['skills', 'verifiedSkills'],
      // These claim no level.
      ({ verifiedSkills }) => verifiedSkills.map(({ name }) => ({ name, level: null })),
    ),
    mediaLinks('profile', (_user, [uid]) => uid ?? null),
  ),
});

function skillColumns(skill: Skill, { verifiedSkills }: SkilledFields): JsonObject {
  const verified = findVerified(skill, verifiedSkills);
  return {
    proficiency_level: skill.level,
    verified: verified !== null,
    verified_by: verified?.by ?? null,
    verified_at: verified?.at ?? null,
    verified_level: verified?.level ?? null,
  };
}
