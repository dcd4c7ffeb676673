import { createHash } from 'node:crypto';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { words } from './words.ts';

/** Where a passage of somebody's text stands. Its place in the list, from 1, is how the index marks it. */
const FIELDS = ['name', 'department', 'bio', 'skill', 'position', 'post'] as const;
export type Field = (typeof FIELDS)[number];

/** A piece of somebody's text that belongs together. */
interface Passage {
  field: Field;
  text: string;
}

/** What can be found of somebody: the public part of the profile, posts and positions. */
export interface Profile {
  id: string;
  name: string;
  role: string | null;
  department: string | null;
  passages: Passage[];
}

/** The newest of somebody's posts and positions that are read, and how much of a text. */
const NEWEST = 30;
const MAX_TEXT = 4000;

/** Characters of the text whose meaning is computed, which takes time in proportion to their square. */
const MAX_MEANING = 300;

/** The profiles of those of these people who are live, as they are now. */
export async function readProfiles(sql: Sql | TransactionSql, ids: string[]): Promise<Map<string, Profile>> {
  const rows = await sql<
    {
      id: string;
      name: string;
      role: string | null;
      department: string | null;
      bio: string | null;
      skills: string[] | null;
      positions: string[] | null;
      posts: string[] | null;
    }[]
  >`
    select id, name, role, department, left(bio, ${MAX_TEXT}) as bio,
      (
        select json_agg(skills.name order by proficiency_level desc nulls last, skills.name)
        from user_skills join skills on skills.id = skill_id where user_id = users.id
      ) as skills,
      (
        select json_agg(concat_ws(', ', title, organisation, industry))
        from (
          select * from positions where user_id = users.id and live
          order by start_date desc nulls last, id limit ${NEWEST}
        ) as newest
      ) as positions,
      (
        select json_agg(left(concat_ws(E'\n', content, category, (
          select string_agg(skills.name, ', ' order by skills.name)
          from post_skills join skills on skills.id = skill_id where post_id = newest.id
        )), ${MAX_TEXT}))
        from (
          select * from showcase_posts where user_id = users.id and live
          order by created_at desc nulls last, id limit ${NEWEST}
        ) as newest
      ) as posts
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) as asked (asked_id)
    join users on id = asked_id
    where live`;
  return new Map(
    rows.map(({ id, name, role, department, bio, skills, positions, posts }) => {
      const passages = [
        passagesOf('name', [name]),
        passagesOf('department', [department]),
        passagesOf('bio', [bio]),
        passagesOf('skill', skills),
        passagesOf('position', positions),
        passagesOf('post', posts),
      ].flat();
      return [id, { id, name, role, department, passages }];
    }),
  );
}

function passagesOf(field: Field, texts: (string | null)[] | null): Passage[] {
  return (texts ?? []).flatMap((text) => (text ? [{ field, text }] : []));
}

/**
 * The text whose meaning stands for somebody: what they say they do, at first what is said in fewest words.
 * Names mean nothing, so only who has nothing else is seen by their name.
 */
export function meaningOf({ passages }: Profile): string {
  const of = (...fields: Field[]): string =>
    fields
      .flatMap((field) => passages.filter((passage) => passage.field === field))
      .map(({ text }) => text)
      .join(', ')
      .slice(0, MAX_MEANING);
  return of('bio', 'position', 'skill', 'post') || of('department') || of('name');
}

/** Tells texts apart. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** A document as the index keeps it: behind the mark of its field, each passage's words. */
export function layOut({ passages }: Profile, idOf: (word: string) => number): number[] {
  return passages.flatMap(({ field, text }) => {
    const ids = words(text).map(idOf);
    return ids.length === 0 ? [] : [-1 - FIELDS.indexOf(field), ...ids];
  });
}
