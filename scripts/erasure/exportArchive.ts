import { strFromU8, unzipSync } from 'fflate';
import { findAccount } from '../../functions/src/accounts/findAccount.ts';
import { exportMissing } from '../../functions/src/accounts/export/exportMissing.ts';
import { exportObjectName } from '../../functions/src/accounts/export/exportObjects.ts';
import { runExport } from '../../functions/src/accounts/export/runExport.ts';
import type { Ground } from './ground.ts';

/** Asks for somebody's export and builds it. Returns the name of the archive in the bucket. */
export async function exportArchive({ sql, firestore, redis, media }: Ground, uid: string): Promise<string> {
  const bucket = await media.stores.bucket();
  const [row] = await sql<{ id: string }[]>`
    insert into data_exports (user_id) values (${uid}) returning id`;
  if (row === undefined || bucket === null) throw new Error('there is nowhere to export to');
  const sources = {
    sql,
    firestore,
    redis,
    cloudinary: media.stores.cloudinary,
    bucket,
    account: findAccount,
  };
  await runExport(sources, row.id);
  return exportObjectName(uid, row.id);
}

/** What an archive lacks: entries of the inventory, and texts of the person. */
export async function missingIn({ media }: Ground, object: string, texts: string[]): Promise<string[]> {
  const bucket = await media.stores.bucket();
  const [archive] = (await bucket?.file(object).download()) ?? [];
  const files = unzipSync(archive ?? new Uint8Array());
  const isData = (name: string): boolean => /\.(json|jsonl|html)$/.test(name);
  const content = Object.entries(files)
    .filter(([name]) => isData(name))
    .map(([, bytes]) => strFromU8(bytes))
    .join('\n');
  return [...exportMissing(Object.keys(files)), ...texts.filter((text) => !content.includes(text))];
}
