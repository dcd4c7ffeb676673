export type StoreName =
  'Postgres' | 'Postgres statistics' | 'Firestore' | 'Redis' | 'bucket' | 'Cloudinary' | 'Auth';

/** A piece of text in a store, where somebody could be named. */
export interface Cell {
  store: StoreName;
  /** A table, the path of a document, a key, the name of an object or file, an account. */
  place: string;
  /** A column, a field, or what part of an object it is. */
  column: string;
  text: string;
}
