import { GeoPoint, Timestamp } from 'firebase-admin/firestore';
import type { Json, JsonObject } from '../../src/platform/documents/json.ts';

/** The inverse of the encoding, to prove that it is lossless; integers decode to `bigint`. */
export function decodeMap(json: JsonObject): Record<string, unknown> {
  const { $map: specialEntries = [], ...plain } = json;
  const entries = [...Object.entries(plain), ...(specialEntries as [Json, Json][])];
  return Object.fromEntries(entries.map(([key, value]) => [decode(key) as string, decode(value)]));
}

function decode(json: Json): unknown {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== 'object' || json === null) return json;
  const [kind, value] = Object.entries(json)[0] ?? [];
  const text = value as string;
  switch (kind) {
    case '$timestamp':
      return decodeTimestamp(text);
    case '$geoPoint': {
      const { latitude, longitude } = decodeMap(value as JsonObject);
      return new GeoPoint(Number(latitude), Number(longitude));
    }
    case '$bytes':
      return Buffer.from(text, 'base64');
    case '$double':
      return Number(value);
    case '$int64':
      return BigInt(text);
    case '$utf16':
      return Buffer.from(text, 'base64').toString('utf16le');
    case '$reference':
    case '$vector':
      return { [kind]: decode(value ?? null) };
    default:
      return decodeMap(json);
  }
}

function decodeTimestamp(text: string): Timestamp {
  const [, seconds = '', fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(text) ?? [];
  return new Timestamp(Date.parse(`${seconds}Z`) / 1000, Number(fraction.padEnd(9, '0')));
}
