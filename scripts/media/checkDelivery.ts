import { renditionUrls } from '../../functions/src/media/delivery/renditionUrls.ts';
import { MEDIA_COLUMNS, type MediaRow } from '../../functions/src/media/files/mediaRow.ts';
import { RESOURCE_TYPES } from '../../functions/src/platform/cloudinary/asset.ts';
import type { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Progress } from '../lib/progress.ts';
import { findMetadata } from './findMetadata.ts';
import { spendingUrls, strangerUrls, type Attempt, type KnownFile } from './strangerUrls.ts';

/** Something that the account delivers, and should not, or the other way round. */
interface DeliveryFinding {
  what: string;
  url: string;
  problem: string;
}

export interface DeliveryCheck {
  files: number;
  /** URLs that were asked for. */
  attempts: number;
  findings: DeliveryFinding[];
}

/** Parallel requests. */
const CONCURRENCY = 8;

/** Delivery types that show a file to anybody, whole or transformed. */
const OPEN_TYPES = ['upload', 'private'];

/**
 * Asks the account for every URL that a stranger could make of the newest image and the newest video, and whether the
 * renditions that we hand out have metadata. Costs six calls of the Admin API and, if something is open, the
 * transformations that it makes.
 *
 * @throws Error if there is no ready file to check with
 */
export async function checkDelivery(
  sql: Sql,
  cloudinary: Cloudinary,
  startProgress?: (attempts: number) => Progress,
): Promise<DeliveryCheck> {
  const files = await sampleFiles(sql);
  if (files.length === 0) {
    throw new Error('There is no ready file to check with: upload a photo and run this again.');
  }
  const findings = await findOpenFiles(cloudinary);
  const known = files.map((row) => toKnownFile(cloudinary, row));
  const renditions = new Set<string>();
  for (const url of known.flatMap(({ handedOut }) => handedOut)) {
    const { content, status } = await request(url);
    renditions.add(content.toString('base64'));
    const found = status === 200 ? await findMetadata(content) : [];
    const what = 'a rendition that we hand out';
    if (status !== 200) findings.push({ what, url, problem: `is not delivered (${String(status)})` });
    if (found.length > 0) findings.push({ what, url, problem: `contains ${found.join(', ')}` });
  }
  const { account } = cloudinary;
  const attempts = [...known.flatMap((file) => strangerUrls(account, file)), ...spendingUrls(account)];
  const limited = limitConcurrency(CONCURRENCY);
  const bar = startProgress?.(attempts.length);
  let done = 0;
  const problems = await Promise.all(
    attempts.map((attempt) =>
      limited(async () => {
        const problem = await problemOf(attempt, renditions);
        bar?.update((done += 1));
        return problem === null ? [] : [{ ...attempt, problem }];
      }),
    ),
  );
  bar?.stop();
  return { files: files.length, attempts: attempts.length, findings: [...findings, ...problems.flat()] };
}

/** What is wrong with the answer to a URL that a stranger made; null if it is refused or a rendition of ours. */
async function problemOf({ url }: Attempt, renditions: Set<string>): Promise<string | null> {
  const { status, content } = await request(url);
  // Not a refusal: the next answer may be another one.
  if (status === 420 || status === 429 || status >= 500) {
    return `got no answer (${String(status)}): run this again later`;
  }
  if (status >= 400 || renditions.has(content.toString('base64'))) return null;
  const found = await findMetadata(content);
  return found.length === 0 ? `is delivered (${String(status)})` : `is delivered with ${found.join(', ')}`;
}

async function request(url: string): Promise<{ status: number; content: Buffer }> {
  const response = await fetch(url, { redirect: 'manual', headers: { accept: 'image/webp,*/*' } });
  return { status: response.status, content: Buffer.from(await response.arrayBuffer()) };
}

/** Files of delivery types that are open to anybody. */
async function findOpenFiles(cloudinary: Cloudinary): Promise<DeliveryFinding[]> {
  const findings: DeliveryFinding[] = [];
  for (const delivery of OPEN_TYPES) {
    for (const type of RESOURCE_TYPES) {
      // The first page is enough to know.
      for await (const page of cloudinary.list(type, '', delivery)) {
        const [first] = page;
        if (first !== undefined) {
          const problem = `${String(page.length)} or more ${delivery} files are open to anybody, and so is spending credits on them: delete them`;
          findings.push({ what: `a file of the type ${delivery}`, url: first.public_id, problem });
        }
        break;
      }
    }
  }
  return findings;
}

/** The newest ready image and the newest ready video. */
async function sampleFiles(sql: Sql): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select distinct on (file_type) ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'ready' order by file_type, ready_at desc`;
}

function toKnownFile(cloudinary: Cloudinary, row: MediaRow): KnownFile {
  const version = row.cloudinary_version ?? 1;
  const urls = Object.values(renditionUrls(cloudinary, row, version));
  return {
    publicId: row.cloudinary_public_id,
    version,
    fileType: row.file_type,
    format: row.file_format ?? row.declared_format,
    handedOut: urls.filter((url) => url !== null),
  };
}
