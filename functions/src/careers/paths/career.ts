import type { Title } from '../titles/normaliseTitle.ts';

/** A current or past position. */
export interface Position {
  title: Title;
  /** Equal for all its spellings; null if not given. */
  organisation: string | null;
  /** Equal for all its spellings; null if not given. */
  industry: string | null;
  /** In milliseconds since 1970; without dates when it was added to the profile, or null if that is unknown. */
  start: number | null;
}

/** A person's positions in order of their start, unknown ones first, and what else next positions are predicted from. */
export interface Career {
  positions: Position[];
  departmentKey: string | null;
  /** Skill ids. */
  skills: string[];
}
