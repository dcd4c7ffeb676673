import { transaction, type Sql, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { timeouts } from '../../functions/src/platform/timeouts.ts';
import { refreshSkillNames } from '../../functions/src/skills/refreshSkillNames.ts';
import { skillKey } from '../../functions/src/skills/skillKey.ts';

interface ConceptReference {
  kind: 'skill' | 'occupation';
  /** The source's identifier. */
  code: string;
}

/** The parts of a taxonomy, in any order. A concept's name is implicitly one of its labels. */
export type TaxonomyItem =
  | { type: 'concept'; concept: ConceptReference & { name: string; description: string | null } }
  | { type: 'label'; concept: ConceptReference; label: string }
  | { type: 'relation'; from: ConceptReference; to: ConceptReference; kind: RelationKind };

type RelationKind = 'uses' | 'essential' | 'optional' | 'broader' | 'related';

/** What the database now holds from a source. */
export interface ImportedTaxonomy {
  concepts: number;
  labels: number;
  relations: number;
}

/** Items per insert. */
const BATCH_SIZE = 5000;

/**
 * Replaces the taxonomy of a source in one transaction, so readers see the old one until the new one is complete, and
 * names skills after it.
 * Labels and relations are staged until all concepts are inserted; those of unknown concepts are dropped.
 */
export function importTaxonomy(
  sql: Sql,
  source: string,
  items: AsyncIterable<TaxonomyItem>,
): Promise<ImportedTaxonomy> {
  return transaction(sql, async (tx) => {
    await tx`select ${timeouts(tx, { statement: '0', lock: '0' })}`;
    await tx`delete from taxonomy_concepts where source = ${source}`;
    await tx`
      create temporary table incoming_labels (kind text, code text collate "C", key text collate "C", label text)
      on commit drop`;
    await tx`
      create temporary table incoming_relations (
        from_kind text, from_code text collate "C", to_kind text, to_code text collate "C", kind text
      ) on commit drop`;
    let batch: TaxonomyItem[] = [];
    for await (const item of items) {
      batch.push(item);
      if (batch.length < BATCH_SIZE) continue;
      await stage(tx, source, batch);
      batch = [];
    }
    await stage(tx, source, batch);
    const imported = await insertStaged(tx, source);
    await refreshSkillNames(tx);
    return imported;
  });
}

/** Inserts the concepts of a batch, and stages its labels and relations. */
async function stage(sql: TransactionSql, source: string, items: TaxonomyItem[]): Promise<void> {
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

/** Inserts the staged labels and relations of the concepts that exist. */
async function insertStaged(sql: TransactionSql, source: string): Promise<ImportedTaxonomy> {
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
