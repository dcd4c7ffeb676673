import { DAY_MS } from '../learning/calendar.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import type { Sql } from '../platform/postgres.ts';
import { DocumentReader, type PathRange } from '../sync/index.ts';
import { addMended, CARDS, mendCards, type MendedCards } from './published/mendCards.ts';
import { writeCard, type CardContext } from './published/writeCard.ts';

/** Visible people in a range whose cards are counted: one billed read for each range. */
const RANGE_SIZE = 500;

/** Every range is compared at least once in this many nights. */
const NIGHTS = 30;

/** Ranges compared in one night because their counts differ, about 2,000 reads each; the others wait for the next. */
const MAX_DIFFERING_RANGES = 20;

/** Headlines are renewed for positions that began or ended in the last days, so that a missed night does no harm. */
const RENEWED_DAYS = 3;

/**
 * Every night: writes cards that are missing, corrects stale ones and deletes those of people who hide or are gone.
 * Counts all cards, compares the ranges whose number is wrong and a thirtieth of the others, and renews the headlines of
 * people for whom a position has begun or ended.
 */
export const checkCards = job({
  name: 'checkCards',
  does: 'compares cards with the people they show, mends them, renews headlines',
  schedule: '5 4 * * *',
  after: ['checkConsistency'],
  needsFirestore: true,
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  async run({ sql, firestore, now }) {
    const check = await checkPublishedCards({ firestore: await firestore(), sql: () => sql, now });
    const { missing, stale, extra, renewed } = check;
    return missing + stale + extra + renewed;
  },
});

interface CardCheck extends MendedCards {
  /** Headlines that a position's beginning or end has changed. */
  renewed: number;
  billedReads: number;
}

/** The nightly check of all cards. */
export async function checkPublishedCards(
  context: CardContext,
  rangeSize: number = RANGE_SIZE,
): Promise<CardCheck> {
  const reader = new DocumentReader(context.firestore);
  const check: CardCheck = { people: 0, missing: 0, stale: 0, extra: 0, renewed: 0, billedReads: 0 };
  for (const uid of await readMovedPeople(context.sql(), context.now)) {
    if ((await writeCard(context, uid)) !== 'unchanged') check.renewed += 1;
  }
  for (const range of await chooseRanges(context, reader, rangeSize)) {
    for await (const page of mendCards(context, reader, range)) addMended(check, page);
  }
  check.billedReads = reader.billedReads;
  logger.info('cards checked', { ...check });
  return check;
}

/** The ranges to compare tonight: those with another number of cards than of visible people, and tonight's share. */
async function chooseRanges(
  { sql, now }: CardContext,
  reader: DocumentReader,
  rangeSize: number,
): Promise<PathRange[]> {
  const night = Math.floor(now.getTime() / DAY_MS);
  const chosen: PathRange[] = [];
  let differing = 0;
  for (const [index, { after, upTo, people }] of (await readRanges(sql(), rangeSize)).entries()) {
    const isTonight = index % NIGHTS === night % NIGHTS;
    const range = { after: after && `users/${after}`, upTo: upTo && `users/${upTo}` };
    const cards = isTonight
      ? null
      : await reader.count(CARDS, { after: after && `cards/${after}`, upTo: upTo && `cards/${upTo}` });
    if (isTonight) chosen.push(range);
    else if (cards?.documents !== people && (differing += 1) <= MAX_DIFFERING_RANGES) chosen.push(range);
  }
  if (differing > MAX_DIFFERING_RANGES) {
    logger.warn('many cards differ: run "npm run cards -- publish"', { ranges: differing });
  }
  return chosen;
}

/** Ranges of ids with at most this many visible people each, which together cover every id. */
async function readRanges(
  sql: Sql,
  size: number,
): Promise<{ after: string | null; upTo: string | null; people: number }[]> {
  const ends = await sql<{ id: string; people: number }[]>`
    select max(id) as id, count(*)::integer as people
    from (
      select id, (row_number() over (order by id) - 1) / ${size}::integer as range
      from users where live and visible_in_search
    ) as numbered
    group by range order by range`;
  if (ends.length === 0) return [{ after: null, upTo: null, people: 0 }];
  return ends.map(({ id, people }, index) => ({
    after: ends[index - 1]?.id ?? null,
    upTo: index === ends.length - 1 ? null : id,
    people,
  }));
}

/** People for whom a position has begun or ended in the last days. */
async function readMovedPeople(sql: Sql, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - RENEWED_DAYS * DAY_MS);
  const rows = await sql<{ user_id: string }[]>`
    select distinct user_id from positions
    where live and (start_date between ${since} and ${now} or end_date between ${since} and ${now})
    order by user_id`;
  return rows.map((row) => row.user_id);
}
