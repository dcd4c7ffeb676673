/**
 * The lossless JSON form of a Firestore document, as `firebase_data` keeps it.
 *
 * Values that JSON can express stay plain, so that SQL reads naturally. Every other value becomes an
 * object with one `$` key:
 *
 * | Firestore                              | JSON                                                  |
 * | -------------------------------------- | ----------------------------------------------------- |
 * | Timestamp                              | `{"$timestamp": "2026-01-31T12:00:00.123456789Z"}`     |
 * | GeoPoint                               | `{"$geoPoint": {"latitude": 1.5, "longitude": -2}}`    |
 * | DocumentReference                      | `{"$reference": "users/ada"}`                         |
 * | Bytes                                  | `{"$bytes": "aGVsbG8="}`                              |
 * | NaN, ±Infinity, -0                     | `{"$double": "NaN"}`                                  |
 * | integer beyond ±(2^53 - 1)             | `{"$int64": "9007199254740993"}`                      |
 * | Vector                                 | `{"$vector": [0.5, 1]}`                               |
 * | string that Postgres cannot store      | `{"$utf16": "base64 of UTF-16LE"}`                    |
 * | map entries whose key starts with `$` or cannot be stored by Postgres | next to the other entries: `{"$map": [[key, value], …]}` |
 *
 * Postgres cannot store strings with a NUL character or a lone surrogate. A whole number that Firestore
 * stores as a double becomes a plain JSON number: Firestore itself treats the two as equal.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The fields of a document in the lossless JSON form. */
export type JsonObject = Record<string, Json>;

/** Whether Postgres can store this string in `text` and `jsonb`: no NUL, no lone surrogate. */
export function fitsPostgres(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
