import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import { mediaById, type MediaRow } from './row.ts';

/** A file of this person's. @throws DomainError `not-found`, also for the files of others. */
export async function ownMedia(sql: Sql, uid: string, mediaId: string): Promise<MediaRow> {
  const row = await mediaById(sql, mediaId);
  if (row?.user_id !== uid) throw new DomainError('not-found', 'you have no such file');
  return row;
}
