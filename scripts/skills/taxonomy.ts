import { transaction, type Sql, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { skillKey } from '../../functions/src/skills/skillKey.ts';

interface ConceptReference {
  kind: 'skill' | 'occupation';
  /** The source's own identifier. */
  code: string;
}

/** What a taxonomy consists of, in any order; a concept's own name is one of its labels by itself. */
export type TaxonomyItem =
  | { type: 'concept'; concept: ConceptReference & { name: string; description: string | null } }
  | { type: 'label'; concept: ConceptReference; label: string }
  | { type: 'relation'; from: ConceptReference; to: ConceptReference; kind: RelationKind };

type RelationKind = 'uses' | 'essential' | 'optional' | 'broader' | 'related';

/** How many of each the database has now from this source. */
export interface ImportedTaxonomy {
  concepts: number;
  labels: number;
  relations: number;
}

/** Items written together. */
const BATCH = 5000;

/**
 * Replaces what came from a source, in one transaction: readers see the old taxonomy until the new one is
 * complete. Labels and relations wait until all concepts are there; those of a concept that the source does
 * not have are left out.
 */
export function importTaxonomy(
  sql: Sql,
  source: string,
  items: AsyncIterable<TaxonomyItem>,
): Promise<ImportedTaxonomy> {
  return transaction(sql, async (opened) => {
    await opened`delete from taxonomy_concepts where source = ${source}`;
    await opened`
      create temporary table incoming_labels (kind text, code text collate "C", key text collate "C", label text)
      on commit drop`;
    await opened`
      create temporary table incoming_relations (
        from_kind text, from_code text collate "C", to_kind text, to_code text collate "C", kind text
      ) on commit drop`;
    let batch: TaxonomyItem[] = [];
    for await (const item of items) {
      batch.push(item);
      if (batch.length < BATCH) continue;
      await write(opened, source, batch);
      batch = [];
    }
    await write(opened, source, batch);
    return connect(opened, source);
  });
}

async function write(sql: TransactionSql, source: string, items: TaxonomyItem[]): Promise<void> {
  const concepts = items.flatMap((item) => (item.type === 'concept' ? item.concept : []));
  const labels = items.flatMap((item) => {
    if (item.type === 'relation') return [];
    const { kind, code } = item.concept;
    const label = item.type === 'concept' ? item.concept.name : item.label;
    return { kind, code, key: skillKey(label), label };
  });
  const relations = items.flatMap((item) =>
    item.type === 'relation'
      ? {
          from_kind: item.from.kind,
          from_code: item.from.code,
          to_kind: item.to.kind,
          to_code: item.to.code,
          kind: item.kind,
        }
      : [],
  );
  await sql`
    insert into taxonomy_concepts (source, kind, code, name, description)
    select ${source}, kind, code, name, description
    from jsonb_to_recordset(${JSON.stringify(concepts)}::text::jsonb)
      as concept (kind text, code text, name text, description text)
    on conflict (source, kind, code) do nothing`;
  await sql`
    insert into incoming_labels
    select * from jsonb_populate_recordset(null::incoming_labels, ${JSON.stringify(labels)}::text::jsonb)`;
  await sql`
    insert into incoming_relations
    select * from jsonb_populate_recordset(null::incoming_relations, ${JSON.stringify(relations)}::text::jsonb)`;
}

/** Brings labels and relations to their concepts. */
async function connect(sql: TransactionSql, source: string): Promise<ImportedTaxonomy> {
  const [concepts] = await sql<{ count: number }[]>`
    select count(*)::integer as count from taxonomy_concepts where source = ${source}`;
  const labels = await sql`
    insert into taxonomy_labels (concept_id, key, label)
    select distinct on (concept.id, incoming.key) concept.id, incoming.key, incoming.label
    from incoming_labels as incoming
    join taxonomy_concepts as concept
      on concept.source = ${source} and concept.kind = incoming.kind and concept.code = incoming.code
    order by concept.id, incoming.key, incoming.label = concept.name desc, incoming.label`;
  const relations = await sql`
    insert into taxonomy_relations (from_id, to_id, kind)
    select distinct start.id, finish.id, incoming.kind
    from incoming_relations as incoming
    join taxonomy_concepts as start
      on start.source = ${source} and start.kind = incoming.from_kind and start.code = incoming.from_code
    join taxonomy_concepts as finish
      on finish.source = ${source} and finish.kind = incoming.to_kind and finish.code = incoming.to_code`;
  return { concepts: concepts?.count ?? 0, labels: labels.count, relations: relations.count };
}
