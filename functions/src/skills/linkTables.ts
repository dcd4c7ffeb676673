/** A table that links documents to skills. */
export interface LinkTable {
  table: string;
  /** The table of the documents. */
  documents: string;
  /** The column with the document's id; with `skill_id` it is the primary key. */
  owner: string;
  /** Further columns, and the aggregate that combines the links of two spellings of one skill. */
  columns: Record<string, LinkColumn>;
}

interface LinkColumn {
  type: 'integer' | 'boolean' | 'text' | 'text collate "C"' | 'timestamptz';
  /** `latest`: of the link with the latest `verified_at`, so that these columns stay together. */
  combine: 'max' | 'min' | 'bool_or' | 'latest';
}

/** The skill as the document spells it, by which it is named; see skillName.ts. */
const spelling: LinkColumn = { type: 'text collate "C"', combine: 'min' };

export const USER_SKILLS: LinkTable = {
  table: 'user_skills',
  documents: 'users',
  owner: 'user_id',
  columns: {
    proficiency_level: { type: 'integer', combine: 'max' },
    verified: { type: 'boolean', combine: 'bool_or' },
    verified_by: { type: 'text collate "C"', combine: 'latest' },
    verified_at: { type: 'timestamptz', combine: 'latest' },
    verified_level: { type: 'integer', combine: 'latest' },
    spelling,
  },
};
export const POST_SKILLS: LinkTable = {
  table: 'post_skills',
  documents: 'showcase_posts',
  owner: 'post_id',
  columns: { user_id: { type: 'text', combine: 'max' }, spelling },
};
export const EVENT_SKILLS: LinkTable = {
  table: 'event_skills',
  documents: 'events',
  owner: 'event_id',
  columns: { spelling },
};

export const LINK_TABLES = [USER_SKILLS, POST_SKILLS, EVENT_SKILLS];
