/**
 * The contract as the emitters see it: callables, and the classes, enums and unions that they take and give, each with a
 * name. Nothing here is of one language.
 */
export interface Model {
  version: number;
  callables: Callable[];
  /** By name. */
  declarations: Declaration[];
  /** Names of the declarations that occur in inputs, and of those that occur in answers; some occur in both. */
  sent: ReadonlySet<string>;
  received: ReadonlySet<string>;
}

export interface Callable {
  name: string;
  description: string;
  idempotent: boolean;
  /** Uses up the App Check token of the call. */
  irreversible: boolean;
  /** The name of the class or union of its input; null for none. */
  input: string | null;
  output: Type;
  errors: string[];
  /** The field that lists what a page holds, where an answer has a `cursor` that its input takes. */
  pages: string | null;
}

export type Declaration = ObjectDeclaration | EnumDeclaration | UnionDeclaration;

interface ObjectDeclaration {
  kind: 'object';
  name: string;
  description: string | null;
  direction: Direction;
  fields: Field[];
}

/** What is only sent is an `input`; everything else may be received. */
export type Direction = 'input' | 'output';

export interface Field {
  name: string;
  description: string | null;
  type: Type;
  /** May be left out of an input. */
  isOptional: boolean;
  /** What an input without it means; null for nothing. */
  defaultValue: unknown;
}

interface EnumDeclaration {
  kind: 'enum';
  name: string;
  description: string | null;
  values: string[];
}

interface UnionDeclaration {
  kind: 'union';
  name: string;
  description: string | null;
  direction: Direction;
  /** The field whose value tells the variants apart. */
  tag: string;
  variants: Variant[];
}

export interface Variant {
  /** Value of the tag. */
  value: string;
  /** Name of its class. */
  name: string;
}

export type Type =
  | { kind: 'string' | 'time' | 'integer' | 'number' | 'boolean' | 'any' }
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'list' | 'map' | 'nullable' | 'shortList'; of: Type }
  /** Of a declaration. */
  | { kind: 'named'; name: string };
