import type { Embedder } from '../../platform/embedders/embedder.ts';
import type { Sql } from '../../platform/postgres.ts';
import { readProfiles } from './profile.ts';
import { quantise, signature } from './quantisedVector.ts';
import { digest, embeddedText } from './searchDocument.ts';

/** People read, and texts embedded, at a time. */
const PAGE_SIZE = 1000;
const TEXTS_PER_CALL = 64;

/**
 * Embeds every text whose current version has no embedding by this model, and deletes embeddings by other models,
 * which are not comparable. No page starts after `until`, in milliseconds since 1970.
 *
 * @returns the number of texts embedded
 */
export async function embedDocuments(sql: Sql, embedder: Embedder, until: number): Promise<number> {
  await sql`delete from search_vectors where model <> ${embedder.model}`;
  let embedded = 0;
  for (let last = ''; Date.now() < until;) {
    const ids = await nextWithoutEmbedding(sql, last);
    if (ids.length === 0) break;
    embedded += await embedPeople(sql, embedder, ids);
    last = ids.at(-1) ?? '';
  }
  return embedded;
}

/** The next people after an id whose text has changed since it was embedded, in order of their ids. */
async function nextWithoutEmbedding(sql: Sql, last: string): Promise<string[]> {
  const rows = await sql<{ user_id: string }[]>`
    select user_id
    from search_documents as document left join search_vectors as vector using (user_id)
    where user_id > ${last} and vector.digest is distinct from document.digest
    order by user_id
    limit ${PAGE_SIZE}`;
  return rows.map(({ user_id }) => user_id);
}

async function embedPeople(sql: Sql, embedder: Embedder, ids: string[]): Promise<number> {
  const texts = [...(await readProfiles(sql, ids)).values()]
    .map((profile) => ({ id: profile.id, text: embeddedText(profile) }))
    // Similar lengths together, because a batch is padded to its longest text.
    .sort((a, b) => a.text.length - b.text.length);
  for (let from = 0; from < texts.length; from += TEXTS_PER_CALL) {
    const batch = texts.slice(from, from + TEXTS_PER_CALL);
    const vectors = await embedder.embed(batch.map(({ text }) => text));
    const rows = batch.map(({ id, text }, index) => {
      const vector = vectors[index] ?? new Float32Array();
      const bytes = Buffer.from(quantise(vector).buffer).toString('base64');
      return { user_id: id, digest: digest(text), vector: bytes, signature: signature(vector) };
    });
    await writeVectors(sql, embedder.model, JSON.stringify(rows));
  }
  return texts.length;
}

/** @param rows a JSON array; people whose document was deleted in the meantime are skipped */
async function writeVectors(sql: Sql, model: string, rows: string): Promise<void> {
  await sql`
    with new as (
      select new.* from json_to_recordset(${rows}::text::json)
        as new (user_id text, digest text, vector text, signature text)
      join search_documents as document using (user_id)
      order by user_id
      for key share of document
    ), written as (
      insert into search_vectors (user_id, model, digest, vector)
      select user_id, ${model}, digest, decode(vector, 'base64') from new
      on conflict (user_id) do update set
        model = excluded.model, digest = excluded.digest, vector = excluded.vector
    )
    insert into search_signatures (user_id, signature)
    select user_id, signature::bit(512) from new
    on conflict (user_id) do update set signature = excluded.signature`;
}
