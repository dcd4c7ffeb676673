import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import { findMedia, type MediaRow } from './mediaRow.ts';

/** Returns a file that this user owns. @throws DomainError `not-found`, for other users' files too. */
export async function findOwnedMedia(sql: Sql, uid: string, mediaId: string): Promise<MediaRow> {
  const row = await findMedia(sql, mediaId);
  if (row?.user_id !== uid) throw new DomainError('not-found', 'You have no file with this `mediaId`.');
  return row;
}
