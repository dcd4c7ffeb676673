import { EVERY_NIGHT, type TableHolding } from '../holding.ts';

export const CAREERS: TableHolding[] = [
  {
    table: 'career_titles',
    purpose: 'position titles that mean the same',
    term: EVERY_NIGHT,
    // A title, or a spelling of one, that a single person has held.
    personal: ['key', 'name', 'spellings'],
    plain: ['role', 'seniority', 'people', 'words', 'occupation_id'],
    erasure: { purges: 'spellings and titles that no position has any more are removed' },
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'career_contexts',
    purpose: 'situations before a position',
    term: EVERY_NIGHT,
    personal: ['id'],
    plain: ['weight', 'people'],
    erasure: {
      purges:
        'those of titles, organisations, industries and departments that nobody has any more are removed',
    },
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'career_moves',
    purpose: 'which positions followed',
    term: EVERY_NIGHT,
    personal: ['context_id', 'title_key'],
    plain: ['weight', 'people', 'median_days'],
    erasure: 'cascade',
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'career_title_skills',
    purpose: 'how many holders of a title have a skill',
    term: EVERY_NIGHT,
    personal: ['title_key'],
    plain: ['skill_id', 'people'],
    erasure: 'cascade',
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'occupation_titles',
    purpose: 'names of the occupations of the taxonomy',
    term: 'until the taxonomy changes',
    plain: ['key', 'occupation_id', 'name', 'preferred'],
    erasure: 'keep',
  },
  {
    table: 'occupation_similarities',
    purpose: 'occupations that need the same skills',
    term: 'until the taxonomy changes',
    plain: ['occupation_id', 'other_id', 'similarity'],
    erasure: 'keep',
  },
  {
    table: 'career_refresh',
    purpose: 'when all this was computed, and from what',
    term: EVERY_NIGHT,
    plain: ['id', 'refreshed_at', 'positions_fingerprint', 'taxonomy_fingerprint'],
    erasure: 'keep',
  },
];
