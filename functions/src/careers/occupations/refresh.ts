import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normalise.ts';
import { occupationSimilarities, type Occupation } from './similarity.ts';

/** Rows written at a time. */
const PAGE = 20_000;

/** Changes with every import of a taxonomy. */
export async function taxonomyFingerprint(sql: Sql | TransactionSql): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select concat_ws(' ', count(*), max(id)) as fingerprint from taxonomy_concepts where kind = 'occupation'`;
  return row?.fingerprint ?? '';
}

/** Computes again what the occupations are called, and which are alike. */
export async function refreshOccupations(sql: TransactionSql): Promise<void> {
  const occupations = await readOccupations(sql);
  await sql`delete from occupation_titles`;
  await sql`delete from occupation_similarities`;
  const titles = occupations.flatMap(({ id, name, labels }) =>
    [name, ...labels].map((label, index) => ({
      key: normaliseTitle(label).key,
      occupation_id: id,
      name: label,
      own: index === 0,
    })),
  );
  for (const page of pages(titles)) {
    await sql`
      insert into occupation_titles (key, occupation_id, name, own)
      select distinct on (key, occupation_id) key, occupation_id, name, own
      from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb)
        as title (key text, occupation_id integer, name text, own boolean)
      where key <> ''
      order by key, occupation_id, own desc, name
      on conflict (key, occupation_id) do nothing`;
  }
  for (const page of pages(occupationSimilarities(occupations))) {
    await sql`
      insert into occupation_similarities (occupation_id, other_id, similarity)
      select * from jsonb_populate_recordset(null::occupation_similarities, ${JSON.stringify(page)}::text::jsonb)`;
  }
}

/** The occupations with their names and skills, without what the taxonomy says of related ones. */
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

function pages<Row>(rows: Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, page) =>
    rows.slice(page * PAGE, (page + 1) * PAGE),
  );
}
