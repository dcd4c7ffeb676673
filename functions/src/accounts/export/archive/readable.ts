import type { Json, JsonObject } from '../../../platform/documents/json.ts';

/** The JSON form of a document (json.ts) as people read it: times, references and bytes are plain texts. */
function readable(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  const [only, ...others] = Object.keys(value);
  if (only !== undefined && others.length === 0 && only in SPECIAL) {
    return SPECIAL[only as keyof typeof SPECIAL](value[only] ?? null);
  }
  return readableMap(value);
}

/** The fields of a document, or of a map in one. */
export function readableMap({ $map: special = [], ...plain }: JsonObject): JsonObject {
  const entries = Object.entries(plain).map(([name, value]) => [name, readable(value)] as const);
  const further = (special as [Json, Json][]).map(
    ([name, value]) => [readable(name) as string, readable(value)] as const,
  );
  return Object.fromEntries([...entries, ...further]);
}

const asIs = (value: Json): Json => value;

const SPECIAL = {
  $timestamp: asIs,
  $geoPoint: readable,
  $reference: readable,
  $bytes: asIs,
  $double: asIs,
  $int64: asIs,
  $vector: readable,
  $utf16: (value: Json): Json => Buffer.from(value as string, 'base64').toString('utf16le'),
};
