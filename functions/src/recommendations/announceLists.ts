import { Timestamp } from 'firebase-admin/firestore';
import type { Firestore } from '../platform/firestore.ts';
import { job } from '../platform/job.ts';
import type { Sql } from '../platform/postgres.ts';
import type { RecommendationType } from './recommender.ts';

/** People told at a time. */
const PAGE_SIZE = 500;

/**
 * Tells the apps of people whose lists have changed: `users/{uid}/signals/answers` gets the time, for each list. Apps
 * listen to that one document and ask again, so that nobody polls and no list is copied. Lists are made at night only for
 * people who were active lately, so others cost no write. A list that has become empty is not told apart from one that was
 * not made, and is not announced.
 */
export const announceLists = job({
  name: 'announceLists',
  does: "tells people's apps which of their lists have changed",
  schedule: '50 3 * * *',
  after: ['refreshRecommendations'],
  needsFirestore: true,
  deadlineHours: 26,
  options: { timeoutSeconds: 900, memory: '512MiB' },
  run: async ({ sql, firestore, now }) => announceChanges(sql, await firestore(), now),
});

interface ChangedLists {
  uid: string;
  /** What each changed list recommends, as a hash. */
  lists: Partial<Record<RecommendationType, string>>;
}

/** Killed halfway, it tells some again. @returns how many people were told */
export async function announceChanges(sql: Sql, firestore: Firestore, now: Date): Promise<number> {
  for (let told = 0; ;) {
    const people = await readChanged(sql, now);
    await signal(firestore, people, now);
    await markAnnounced(sql, people, now);
    told += people.length;
    if (people.length < PAGE_SIZE) return told;
  }
}

async function readChanged(sql: Sql, now: Date): Promise<ChangedLists[]> {
  return sql<ChangedLists[]>`
    with current as (
      select user_id, type, md5(string_agg(target_id, ' ' order by score desc, target_id)) as content
      from recommendations
      where expires_at > ${now}
      group by user_id, type
    )
    select user_id as uid, json_object_agg(type, current.content) as lists
    from current
    join users on users.id = user_id and live
    left join announced_lists as announced using (user_id, type)
    where announced.content is distinct from current.content
    group by user_id
    order by user_id
    limit ${PAGE_SIZE}`;
}

async function signal(firestore: Firestore, people: readonly ChangedLists[], now: Date): Promise<void> {
  const writer = firestore.bulkWriter();
  const writes = people.map(({ uid, lists }) => {
    const changed = Object.keys(lists).map((type) => [type, Timestamp.fromDate(now)]);
    const document = firestore.doc(`users/${uid}/signals/answers`);
    return writer.set(document, { recommendations: Object.fromEntries(changed) as object }, { merge: true });
  });
  await Promise.all([...writes, writer.close()]);
}

async function markAnnounced(sql: Sql, people: readonly ChangedLists[], now: Date): Promise<void> {
  await sql`
    insert into announced_lists (user_id, type, content, announced_at)
    select uid, type, content, ${now}
    from json_to_recordset(${JSON.stringify(people)}::text::json) as person (uid text, lists json)
    -- Somebody erased in the meantime has no row.
    join users on users.id = uid
    cross join json_each_text(lists) as list (type, content)
    on conflict (user_id, type) do update set content = excluded.content, announced_at = excluded.announced_at`;
}
