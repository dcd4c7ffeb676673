import type { Json } from './json.ts';

/** The entries of a map in the lossless JSON, those whose keys start with `$` included; none of any other value. */
export function mapEntries(value: Json | undefined): Map<string, Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  const { $map: special, ...plain } = value;
  const entries = new Map(Object.entries(plain));
  for (const entry of Array.isArray(special) ? special : []) {
    if (Array.isArray(entry) && typeof entry[0] === 'string') entries.set(entry[0], entry[1] ?? null);
  }
  return entries;
}
