import { fitsPostgres, type Json, type JsonObject } from './json.ts';

/**
 * Encodes a value read by the Admin SDK; see json.ts for the format. Value types are recognised by shape
 * rather than by `instanceof`, which loads nothing of Firestore and works with two copies of the SDK.
 *
 * @throws TypeError for a value that no Firestore document can contain, such as a function.
 */
export function encode(value: unknown): Json {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return fitsPostgres(value) ? value : encodeUtf16(value);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $double: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : { $int64: String(value) };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(encode);
      return isMap(value) ? encodeMap(value) : encodeSpecial(value);
    default:
      throw new TypeError(`a Firestore document cannot contain a ${typeof value}`);
  }
}

/** Encodes the fields of a document or of a map in it. */
export function encodeMap(map: Record<string, unknown>): JsonObject {
  const encoded: JsonObject = {};
  const specialEntries: [string, Json, Json][] = [];
  for (const [key, value] of Object.entries(map)) {
    if (key.startsWith('$') || key === '__proto__' || !fitsPostgres(key))
      specialEntries.push([key, encode(key), encode(value)]);
    else encoded[key] = encode(value);
  }
  if (specialEntries.length > 0) {
    // Sorted, so that the same map always gives the same JSON.
    specialEntries.sort(([a], [b]) => (a < b ? -1 : 1));
    encoded['$map'] = specialEntries.map(([, key, value]) => [key, value]);
  }
  return encoded;
}

function encodeSpecial(value: object): Json {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (has(value, 'seconds', 'number') && has(value, 'nanoseconds', 'number')) {
    return { $timestamp: isoNanoseconds(value) };
  }
  if (has(value, 'latitude', 'number') && has(value, 'longitude', 'number')) {
    return { $geoPoint: { latitude: encode(value.latitude), longitude: encode(value.longitude) } };
  }
  if (has(value, 'path', 'string') && has(value, 'firestore', 'object')) {
    return { $reference: fitsPostgres(value.path) ? value.path : encodeUtf16(value.path) };
  }
  if (has(value, 'toArray', 'function')) {
    return { $vector: (value.toArray() as unknown[]).map(encode) };
  }
  throw new TypeError(`a Firestore document cannot contain a ${value.constructor.name}`);
}

/** Formats a timestamp as RFC 3339 in UTC, with only as many decimals as it needs, up to nine. */
export function isoNanoseconds(time: { seconds: number; nanoseconds: number }): string {
  const seconds = new Date(time.seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(time.nanoseconds).padStart(9, '0').replace(/0+$/, '');
  return `${seconds}${fraction && '.'}${fraction}Z`;
}

function encodeUtf16(text: string): Json {
  return { $utf16: Buffer.from(text, 'utf16le').toString('base64') };
}

function isMap(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

interface PrimitiveTypes {
  number: number;
  string: string;
  object: object;
  function: () => unknown;
}

function has<K extends string, T extends keyof PrimitiveTypes>(
  value: object,
  key: K,
  type: T,
): value is Record<K, PrimitiveTypes[T]> {
  return typeof (value as Record<string, unknown>)[key] === type;
}
