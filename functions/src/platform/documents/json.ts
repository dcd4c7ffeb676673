/**
 * The lossless JSON form of a Firestore document, as `firebase_data` keeps it.
 *
 * What JSON has stays plain, so that SQL reads naturally. What it lacks becomes an object with one
 * `$` key:
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
 * | string that Postgres cannot hold       | `{"$utf16": "base64 of UTF-16LE"}`                    |
 * | map entries whose key starts with `$`, or that Postgres cannot hold | beside the others: `{"$map": [[key, value], …]}` |
 *
 * A string that Postgres cannot hold has a NUL character or half a surrogate pair. A whole number
 * that Firestore stores as a double is a plain JSON number: Firestore itself compares the two equal.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A document's fields in the lossless JSON form. */
export type JsonObject = Record<string, Json>;

/** Whether Postgres can hold this string in `text` and `jsonb`: no NUL, no half of a surrogate pair. */
export function fitsPostgres(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
