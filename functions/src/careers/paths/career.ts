import type { Title } from '../titles/normaliseTitle.ts';

/** A current or past position. */
export interface Position {
  title: Title;
  /** In lower case; null if not given. */
  organisation: string | null;
  /** In lower case; null if not given. */
  industry: string | null;
  /** In milliseconds since 1970; the time its document was written if it has no dates. */
  start: number;
}

/** A person's positions in order of their start, and what else next positions are predicted from. */
export interface Career {
  positions: Position[];
  department: string | null;
  /** Skill ids. */
  skills: string[];
}
