import type { TransactionSql } from '../platform/postgres.ts';
import { skillName, type NameEvidence } from './skillName.ts';

interface NamedSkill extends NameEvidence {
  id: number;
  name: string;
}

/**
 * Names every skill by {@link skillName}, from an imported taxonomy and from all spellings of users, authors and
 * organisers. A skill without any evidence keeps its name.
 *
 * @returns the number of skills that have another name now
 */
export async function refreshSkillNames(sql: TransactionSql): Promise<number> {
  const skills = await readEvidence(sql);
  const renamed = skills.flatMap((skill) => {
    const name = skillName(skill) ?? skill.name;
    return name === skill.name ? [] : [{ id: skill.id, name, isRespelt: !isSameText(name, skill.name) }];
  });
  if (renamed.length === 0) return 0;
  await sql`
    update skills set name = renamed.name
    from jsonb_to_recordset(${JSON.stringify(renamed)}::text::jsonb) as renamed (id integer, name text)
    where skills.id = renamed.id`;
  // Search ignores case, so only people whose text has other words now are indexed again.
  const respelt = renamed.filter(({ isRespelt }) => isRespelt).map(({ id }) => id);
  await sql`
    select queue_skill_for_search(id::integer)
    from json_array_elements_text(${JSON.stringify(respelt)}::text::json) as respelt (id)`;
  return renamed.length;
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function readEvidence(sql: TransactionSql): Promise<NamedSkill[]> {
  return sql<NamedSkill[]>`
    with written as (
      select skill_id, spelling, user_id as person from user_skills
      union
      select skill_id, spelling, user_id from post_skills
      union
      select skill_id, spelling, coalesce(created_by, event_id)
      from event_skills join events on events.id = event_id
    ), counted as (
      select skill_id, spelling, count(*) as people from written group by skill_id, spelling
    ), spelt as (
      select skill_id, json_agg(json_build_object('spelling', spelling, 'people', people)) as spellings
      from counted group by skill_id
    ), taxonomy as (
      select distinct on (key) key, concept.name
      from taxonomy_concepts as concept
      join taxonomy_labels as label on concept_id = concept.id and label = concept.name
      where kind = 'skill'
      order by key, source, concept.name collate "C"
    )
    select id, key, skills.name, taxonomy.name as "taxonomyName", coalesce(spellings, '[]') as spellings
    from skills
    left join spelt on skill_id = id
    left join taxonomy using (key)`;
}
