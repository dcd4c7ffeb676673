import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import type { Sql } from '../platform/postgres.ts';
import { isShownFor, type Purpose } from './purpose.ts';
import { publicName, publicText, type Identifiers } from './published/publicText.ts';
import {
  selectVerifiedSkills,
  toVerifiedSkills,
  verifiedSkill,
  type VerifiedSkillRow,
} from './verifiedSkills.ts';
import { withCards } from './withCards.ts';

/** What everybody sees of a person. Never holds an e-mail address or a student number. */
export const personCard = z
  .strictObject({
    id: z.string(),
    name: z
      .string()
      .describe('Empty for somebody whose profile has none: show a neutral word of your own language.'),
    photo: z
      .string()
      .nullable()
      .describe('URL of the thumbnail, 400 × 300, of the newest picture on their profile.'),
    role: z.string().nullable(),
    department: z.string().nullable(),
    headline: z
      .string()
      .nullable()
      .describe(
        'Their current position, such as “Engineer at Acme”; without one, up to three of their skills.',
      ),
    verifiedSkills: z
      .array(verifiedSkill)
      .describe('Those of their skills that somebody verified, at most 50, the highest level first.'),
  })
  .meta({ id: 'PersonCard', description: 'A person, the same in every answer.' });

export type PersonCard = z.infer<typeof personCard>;

interface PersonRow extends Omit<PersonCard, 'verifiedSkills'> {
  identifiers: Identifiers;
  verified_skills: VerifiedSkillRow[] | null;
}

/** Skills of a headline. */
const MAX_SKILLS = 3;

/** A skill that fewer people have may be a misspelling, and is named last. */
const MIN_PEOPLE = 5;

/**
 * The cards of people by id, in the order of the ids, without those who are deleted and those who do not let others see
 * them for this purpose. Whatever list the ids come from, and however old it is, nobody is shown who has hidden since.
 *
 * A headline names the position that was started last of those known to have begun and not ended. Skills are ordered by
 * level, then verified ones first, then the rarest first, which tell most about a person.
 */
export async function readPersonCards(
  sql: Sql,
  now: Date,
  ids: readonly string[],
  purpose: Purpose,
): Promise<Map<string, PersonCard>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<PersonRow[]>`
    select users.id, name, json_build_object('email', email, 'studentId', student_id) as identifiers,
      (
        -- The thumbnail of a video is a still.
        select thumbnail_url
        from media_usage join media_files as file on file.id = media_id
        where used_in_type = 'profile' and used_in_id = users.id
          and file.user_id = users.id and purpose = 'profile' and status = 'ready'
        order by file_type, ready_at desc, file.id
        limit 1
      ) as photo,
      role, label_name('department', department_key, department) as department,
      coalesce(
        (
          select concat_ws(' at ', title, organisation)
          from positions
          where user_id = users.id and live and not dates_unknown and coalesce(title, organisation) is not null
            and (start_date is null or start_date <= ${now}) and (end_date is null or end_date > ${now})
          order by start_date desc nulls last, positions.id
          limit 1
        ),
        (
          select string_agg(name, ', ')
          from (
            select skills.name
            from user_skills join skills on skills.id = skill_id
            where user_id = users.id
            order by proficiency_level desc nulls last, verified desc,
              coalesce(people, 0) >= ${MIN_PEOPLE} desc, people, skills.name
            limit ${MAX_SKILLS}
          ) as strongest
        )
      ) as headline,
      ${selectVerifiedSkills(sql)} as verified_skills
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) with ordinality as requested (id, place)
    join users on users.id = requested.id
    where live and ${isShownFor(sql, purpose)}
    order by place`;
  return new Map(rows.map((row) => [row.id, clear(row)]));
}

/** The card of a row, without the identifiers that the person may have written into their texts. */
function clear({ identifiers, verified_skills: verified, ...card }: PersonRow): PersonCard {
  return {
    ...card,
    name: publicName(card.name, identifiers),
    department: card.department && (publicText(card.department, identifiers) || null),
    headline: card.headline && (publicText(card.headline, identifiers) || null),
    verifiedSkills: toVerifiedSkills(verified, identifiers),
  };
}

/** Cache tags of what a card shows: the person, and who has verified their skills. */
export function personCardTags({ id, verifiedSkills }: PersonCard): string[] {
  return [id, ...verifiedSkills.map(({ by }) => by.id)].map(personTag);
}

/**
 * Entries of a list about people, with the card in place of the id. Entries are left out about people who are deleted or
 * do not let others see them for this purpose.
 */
export async function withPeople<Entry extends { id: string }>(
  sql: Sql,
  now: Date,
  entries: readonly Entry[],
  purpose: Purpose,
): Promise<({ person: PersonCard } & Omit<Entry, 'id'>)[]> {
  const cards = await readPersonCards(
    sql,
    now,
    entries.map(({ id }) => id),
    purpose,
  );
  return withCards('person', cards, entries);
}
