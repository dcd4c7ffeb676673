import type { Sql, TransactionSql } from '../../platform/postgres.ts';

/** The fields of a profile that are searched. Documents encode a field by its position, see searchDocument.ts. */
export const FIELDS = ['name', 'department', 'bio', 'skill', 'position', 'post'] as const;
export type Field = (typeof FIELDS)[number];

/** A text of one field, matched as a unit. */
interface Passage {
  field: Field;
  text: string;
}

/** Everything about a person that can be searched: the public profile, positions and posts. */
export interface Profile {
  id: string;
  role: string | null;
  department: string | null;
  passages: Passage[];
}

/** Only the newest posts and positions are searched, and the beginning of long texts. */
const MAX_NEWEST = 30;
const MAX_TEXT_LENGTH = 4000;

interface ProfileRow {
  id: string;
  /** Empty if the profile has none. */
  name: string;
  role: string | null;
  department: string | null;
  bio: string | null;
  skills: string[] | null;
  positions: string[] | null;
  posts: string[] | null;
}

/** The current profiles of the given people, without those who are deleted or may not be found by search. */
export async function readProfiles(sql: Sql | TransactionSql, ids: string[]): Promise<Map<string, Profile>> {
  const rows = await sql<ProfileRow[]>`
    select id, name, role, label_name('department', department_key, department) as department,
      left(bio, ${MAX_TEXT_LENGTH}) as bio,
      (
        select json_agg(skills.name order by proficiency_level desc nulls last, skills.name)
        from user_skills join skills on skills.id = skill_id where user_id = users.id
      ) as skills,
      (
        select json_agg(concat_ws(', ', title, organisation, industry))
        from (
          select * from positions where user_id = users.id and live
          order by start_date desc nulls last, id limit ${MAX_NEWEST}
        ) as newest
      ) as positions,
      (
        select json_agg(left(concat_ws(E'\n', content, label_name('post category', category_key, category), (
          select string_agg(skills.name, ', ' order by skills.name)
          from post_skills join skills on skills.id = skill_id where post_id = newest.id
        )), ${MAX_TEXT_LENGTH}))
        from (
          select * from showcase_posts where user_id = users.id and live
          order by created_at desc nulls last, id limit ${MAX_NEWEST}
        ) as newest
      ) as posts
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) as requested (requested_id)
    join users on id = requested_id
    where live and visible_in_search`;
  return new Map(rows.map((row) => [row.id, toProfile(row)]));
}

function toProfile({ id, name, role, department, bio, skills, positions, posts }: ProfileRow): Profile {
  const passages = [
    passagesOf('name', [name]),
    passagesOf('department', [department]),
    passagesOf('bio', [bio]),
    passagesOf('skill', skills),
    passagesOf('position', positions),
    passagesOf('post', posts),
  ].flat();
  return { id, role, department, passages };
}

function passagesOf(field: Field, texts: (string | null)[] | null): Passage[] {
  return (texts ?? []).flatMap((text) => (text ? [{ field, text }] : []));
}
