import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { replaceRows } from '../../platform/replaceRows.ts';
import { normaliseTitle } from '../titles/normaliseTitle.ts';
import { occupationSimilarities, type Occupation } from './occupationSimilarity.ts';

/** A fingerprint of the imported occupations, which changes with every import. */
export async function taxonomyFingerprint(sql: Sql | TransactionSql): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select concat_ws(' ', count(*), max(id)) as fingerprint from taxonomy_concepts where kind = 'occupation'`;
  return row?.fingerprint ?? '';
}

/** Recomputes the titles of occupations and their similarities. */
export async function refreshOccupations(sql: TransactionSql): Promise<void> {
  const occupations = await readOccupations(sql);
  await replaceRows(sql, 'occupation_titles', ['key', 'occupation_id'], occupations.flatMap(titlesOf));
  const key = ['occupation_id', 'other_id'];
  await replaceRows(sql, 'occupation_similarities', key, occupationSimilarities(occupations));
}

/** Rows of `occupation_titles`, one per key: the preferred name first, then the alternative ones in their order. */
function titlesOf({ id, name, labels }: Occupation): object[] {
  const titles = new Map<string, object>();
  for (const [index, label] of [name, ...labels].entries()) {
    const { key } = normaliseTitle(label);
    if (key !== '' && !titles.has(key))
      titles.set(key, { key, occupation_id: id, name: label, preferred: index === 0 });
  }
  return [...titles.values()];
}

/** Reads the occupations with their names and skills, but not the taxonomy's relations between occupations. */
async function readOccupations(sql: TransactionSql): Promise<Occupation[]> {
  const rows = await sql<
    (Omit<Occupation, 'labels' | 'skills'> & { labels: string[] | null; skills: number[] | null })[]
  >`
    select occupation.id, occupation.name, occupation.description,
      (
        select json_agg(label order by label) from taxonomy_labels
        where concept_id = occupation.id and label <> occupation.name
      ) as labels,
      (
        select json_agg(id) from (
          select skill.to_id as id from taxonomy_relations as skill
          where skill.from_id = occupation.id and skill.kind in ('uses', 'essential', 'optional')
          union
          select broader.to_id from taxonomy_relations as skill
          join taxonomy_relations as broader on broader.from_id = skill.to_id and broader.kind = 'broader'
          where skill.from_id = occupation.id and skill.kind in ('uses', 'essential', 'optional')
        ) as needed
      ) as skills
    from taxonomy_concepts as occupation
    where occupation.kind = 'occupation'
    order by occupation.id`;
  return rows.map((row) => ({ ...row, labels: row.labels ?? [], skills: row.skills ?? [] }));
}
