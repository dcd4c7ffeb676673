import { transaction, type Sql } from '../platform/postgres.ts';
import { replaceRows } from '../platform/replaceRows.ts';
import { commonSpelling, type Spelling } from '../platform/text/commonSpelling.ts';

interface LabelSpelling extends Spelling {
  kind: string;
  key: string;
}

/** Names each label after the spelling that most people use. @returns the number of labels in use */
export function refreshLabels(sql: Sql): Promise<number> {
  return transaction(sql, async (tx) => {
    const spellings = await tx<LabelSpelling[]>`
      select kind, key, spelling, count(*)::integer as people
      from (
        select 'department' as kind, department_key as key, department as spelling, id as person from users where live
        union
        select 'department', department_key, department, coalesce(created_by, id) from events where live
        union
        select 'event category', category_key, category, coalesce(created_by, id) from events where live
        union
        select 'post category', category_key, category, user_id from showcase_posts where live
      ) as used
      where key is not null
      group by kind, key, spelling`;
    const labels = [...Map.groupBy(spellings, ({ kind, key }) => JSON.stringify([kind, key])).values()];
    const rows = labels.map((written) => ({
      kind: written[0]?.kind,
      key: written[0]?.key,
      name: commonSpelling(written),
    }));
    await replaceRows(tx, 'labels', ['kind', 'key'], rows);
    return rows.length;
  });
}
