import { readStores, type Stores } from '../accounts/search/searchStores.ts';
import type { StoreName } from '../accounts/search/cell.ts';
import { CANARY } from './canaryPeople.ts';

/** Stores that keep what people wrote until they, or an erasure, take it away. */
const LASTING: ReadonlySet<StoreName> = new Set(['Postgres', 'Firestore', 'Auth']);

/** Every canary in the stores, as `store canary`. */
export async function findCanaries(stores: Stores): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { store, text } of readStores(stores, CANARY.source)) {
    if (!LASTING.has(store)) continue;
    for (const [canary] of text.matchAll(CANARY)) found.add(`${store} ${canary.toLowerCase()}`);
  }
  return found;
}

/** Those of the canaries that begin with one of the prefixes. */
export function ofPeople(found: ReadonlySet<string>, people: { prefix: string }[]): string[] {
  return [...found].filter((canary) => people.some(({ prefix }) => canary.includes(` ${prefix}`)));
}
