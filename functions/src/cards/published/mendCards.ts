import { isDeepStrictEqual } from 'node:util';
import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { readProfilePictures } from '../../media/index.ts';
import { limitConcurrency } from '../../platform/concurrency.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';
import type { DocumentReader, PathRange } from '../../sync/index.ts';
import { toCurrentPosition } from './position.ts';
import { toVisibleProfile } from './profile.ts';
import { toPublishedCard, type PublishedCard } from './publishedCard.ts';
import { writeCard, type CardContext } from './writeCard.ts';

const USERS = { path: 'users/{uid}' };
const POSITIONS = { path: 'users/{uid}/positions/{positionId}' };
export const CARDS = { path: 'cards/{uid}' };

/** Documents read at a time. */
const PAGE_SIZE = 250;

/** Transactions in flight. */
const CONCURRENCY = 16;

/** What was found in a range of people, and mended. */
export interface MendedCards {
  /** People looked at, visible or not. */
  people: number;
  missing: number;
  stale: number;
  /** Cards of people who hide or are gone. */
  extra: number;
}

/** Adds what was found in another range. */
export function addMended(total: MendedCards, { people, missing, stale, extra }: MendedCards): void {
  total.people += people;
  total.missing += missing;
  total.stale += stale;
  total.extra += extra;
}

/**
 * Compares the cards in a range of `users/…` paths with what they should be, page by page, and mends those that differ
 * like an event would. Reads every person, position and card of the range once, and those that differ once more.
 */
export async function* mendCards(
  context: CardContext,
  reader: DocumentReader,
  { after, upTo }: PathRange,
): AsyncGenerator<MendedCards & { upTo: string | null }> {
  let start = after;
  for await (const users of reader.streamPages(USERS, { after, upTo }, PAGE_SIZE)) {
    const end = users.at(-1)?.ref.path ?? start;
    yield { ...(await mendPage(context, reader, users, { after: start, upTo: end })), upTo: end };
    start = end;
  }
  // Cards after the last person.
  yield { ...(await mendPage(context, reader, [], { after: start, upTo })), upTo };
}

async function mendPage(
  context: CardContext,
  reader: DocumentReader,
  users: DocumentSnapshot[],
  range: PathRange,
): Promise<MendedCards> {
  const [expected, cards] = await Promise.all([
    expectedCards(context, reader, users, range),
    readAll(reader, CARDS, toCardRange(range)),
  ]);
  const found = new Map(cards.map((card) => [card.id, encodeMap(card.data() ?? {})]));
  const mended: MendedCards = { people: users.length, missing: 0, stale: 0, extra: 0 };
  const limit = limitConcurrency(CONCURRENCY);
  await Promise.all(
    [...new Set([...expected.keys(), ...found.keys()])].map((uid) =>
      limit(async () => {
        if (isDeepStrictEqual(expected.get(uid), found.get(uid))) return;
        // An event may have come first.
        if ((await writeCard(context, uid)) === 'unchanged') return;
        mended[!found.has(uid) ? 'missing' : expected.has(uid) ? 'stale' : 'extra'] += 1;
      }),
    ),
  );
  return mended;
}

/** The cards that people should have, by their id; none for those who should have none. */
async function expectedCards(
  { sql, now }: CardContext,
  reader: DocumentReader,
  users: DocumentSnapshot[],
  range: PathRange,
): Promise<Map<string, PublishedCard>> {
  const visible = users.flatMap((user) => {
    const profile = toVisibleProfile(user.data());
    return profile === null ? [] : [{ userId: user.id, ...profile }];
  });
  if (visible.length === 0) return new Map();
  const positions = Map.groupBy(
    await readAll(reader, POSITIONS, toPositionRange(range)),
    ({ ref }) => ref.parent.parent?.id,
  );
  const listing = visible.filter(({ mediaIds }) => mediaIds.length > 0);
  const pictures = listing.length > 0 ? await readProfilePictures(sql(), listing) : null;
  return new Map(
    visible.map(({ userId, ...profile }) => {
      const current = (positions.get(userId) ?? []).flatMap(
        (position) => toCurrentPosition(position.id, position.data(), now) ?? [],
      );
      return [userId, toPublishedCard(profile, current, pictures?.get(userId) ?? null)];
    }),
  );
}

async function readAll(
  reader: DocumentReader,
  collection: { path: string },
  range: PathRange,
): Promise<DocumentSnapshot[]> {
  return (await Array.fromAsync(reader.streamPages(collection, range, PAGE_SIZE))).flat();
}

function toCardRange({ after, upTo }: PathRange): PathRange {
  const toCard = (path: string | null): string | null => path?.replace(/^users\//, 'cards/') ?? null;
  return { after: toCard(after), upTo: toCard(upTo) };
}

/** The positions of everybody in the range: the paths of a person's positions begin with theirs. */
function toPositionRange({ after, upTo }: PathRange): PathRange {
  const behindPositions = (path: string | null): string | null => path && `${path}/positions/${LARGEST_ID}`;
  return { after: behindPositions(after), upTo: behindPositions(upTo) };
}

/** Behind every id that anybody writes. */
const LARGEST_ID = '\u{10ffff}'.repeat(8);
