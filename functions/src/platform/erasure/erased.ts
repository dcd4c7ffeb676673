import type { Redaction } from '../documents/redactDocument.ts';
import { textRedaction, type NamedPerson } from '../documents/redactText.ts';
import { bytea, pgArray, type AnySql, type Fragment, type Sql } from '../postgres.ts';
import { keyFingerprint, personHash } from './keyedHash.ts';

/** What `read_erased` returns (sql/functions/read_erased.sql). */
export interface LedgerState {
  generation: string | null;
  people?: string[];
  named?: NamedPerson[];
  /** Versions by the hashes of documents, as hex. */
  tombstones: Record<string, number>;
}

/** Ids whose hashes are remembered. */
const MAX_REMEMBERED_IDS = 50_000;

/** Everybody whose erasure has begun, as of one generation of the ledger. */
export class Erased implements Redaction {
  readonly generation: string | null;
  readonly redactText: (text: string) => string;
  readonly #hashes: ReadonlySet<string>;
  readonly #theirs = new Map<string, boolean>();

  constructor(
    generation: string | null = null,
    people: readonly string[] = [],
    named: readonly NamedPerson[] = [],
  ) {
    this.generation = generation;
    this.#hashes = new Set(people);
    // Read without the names that others share.
    this.redactText = textRedaction(named, () => false);
  }

  get isNobody(): boolean {
    return this.#hashes.size === 0;
  }

  /** Whether this is the id of somebody erased. Ids, and many other texts, recur: their hashes are computed once. */
  isTheirs = (id: string): boolean => {
    if (this.isNobody || id.length > 128) return false;
    const known = this.#theirs.get(id);
    if (known !== undefined) return known;
    if (this.#theirs.size >= MAX_REMEMBERED_IDS) this.#theirs.clear();
    const isTheirs = this.#hashes.has(personHash(id).toString('hex'));
    this.#theirs.set(id, isTheirs);
    return isTheirs;
  };

  /** The same as of another state of the ledger: itself, if nothing has changed. */
  at({ generation, people, named }: LedgerState): Erased {
    return people === undefined ? this : new Erased(generation, people, named);
  }
}

/** Everybody whose erasure has begun by now; others may begin at any time. */
export async function readErasedNow(sql: Sql): Promise<Erased> {
  const nobody = new Erased();
  const [row] = await sql<{ ledger: LedgerState }[]>`select ${readErased(sql, nobody)} as ledger`;
  return row === undefined ? nobody : nobody.at(row.ledger);
}

/** An SQL expression: whether the erasure of a person has begun. If not, none begins before the transaction ends. */
export function isErased(sql: AnySql, uid: string): Fragment {
  return sql`is_erased(${personHash(uid)}, ${keyFingerprint()})`;
}

/**
 * An SQL expression that opens the ledger of erasures for the transaction and returns a {@link LedgerState}: from then on,
 * until it ends, no erasure begins.
 *
 * @param known whose generation need not be read again
 * @param documents hashes of the documents that are to be written; see documentHash()
 */
export function readErased(sql: AnySql, known: Erased, documents: readonly Buffer[] = []): Fragment {
  const hashes = pgArray(documents.map(bytea));
  return sql`read_erased(${keyFingerprint()}, ${known.generation}::uuid, ${hashes}::text::bytea[])`;
}
