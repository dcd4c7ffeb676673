/** What clients/contract.json holds: every callable, and the types of what goes in and comes out, as JSON Schema. */
export interface Contract {
  /** Of the release that it is, or will be. */
  version: number;
  callables: Record<string, CallableContract>;
  /** Named types of answers, 2020-12 JSON Schema; refer to one another as `#/$defs/Name`. */
  $defs: Record<string, Schema>;
}

export interface CallableContract {
  /** Markdown; the first paragraph is one sentence. */
  description: string;
  /** Who may call it: everybody whose reach is not `none`. */
  access: { member: string; faculty: string; admin: string };
  /** Uses up the App Check token of the call. */
  irreversible: boolean;
  /** A repeated call has no further effect. */
  idempotent: boolean;
  /** For how many seconds an answer may be up to date by the cache alone; null for never cached. */
  cacheSeconds: number | null;
  rateLimit: { calls: number; seconds: number };
  input: Schema;
  output: Schema;
  /** Why it fails, besides the reasons of every call. */
  errors: string[];
}

/** The part of JSON Schema that zod writes of our schemas. */
export interface Schema {
  $ref?: string;
  /** Of our own: a type with a parameter, such as a short list of something. */
  generic?: string;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: (string | null)[];
  const?: string | number | boolean;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: false | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** The name that a reference to `$defs` holds. */
export function referredName(reference: string): string {
  return reference.replace('#/$defs/', '');
}
