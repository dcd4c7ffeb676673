import { readPersonCards, type PersonCard } from '../../cards/index.ts';
import type { Sql } from '../../platform/postgres.ts';

/** The names of other people as every member sees them: none of people without a card, or whom nobody may find. */
export class CardNames {
  readonly #sql: Sql;
  readonly #now: Date;
  readonly #known = new Map<string, string | null>();

  constructor(sql: Sql, now: Date) {
    this.#sql = sql;
    this.#now = now;
  }

  /** Reads the names of these people, unless they are known. */
  async load(ids: readonly (string | null)[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => id !== null && !this.#known.has(id)) as string[];
    if (unknown.length === 0) return;
    const cards = await readPersonCards(this.#sql, this.#now, unknown, 'search');
    for (const id of unknown) this.#known.set(id, nameOf(cards.get(id)));
  }

  /** Of somebody whose name was loaded; null without a card. */
  of(id: string | null): string | null {
    return id === null ? null : (this.#known.get(id) ?? null);
  }
}

/** A profile may name nobody. */
function nameOf(card: PersonCard | undefined): string | null {
  return card === undefined || card.name === '' ? null : card.name;
}
