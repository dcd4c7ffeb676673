import { EVERY_NIGHT, forGood, LIKE_DOCUMENT, type TableHolding } from '../holding.ts';

const IMPORT = 'until the next import of the same source';

export const SKILLS: TableHolding[] = [
  {
    table: 'skills',
    purpose: 'the dictionary of skills',
    term: {
      by: 'expireUnusedSkills',
      days: 90,
      until:
        'until no document has named it for {days} days, unless the suite, a taxonomy or an operator does',
    },
    // A spelling that one person alone has used.
    personal: ['key', 'name'],
    plain: ['id', 'category', 'created_at', 'people', 'authors', 'unused_since'],
    erasure: {
      purges: 'what nobody has any more and no taxonomy or operator names is removed; names are decided anew',
    },
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'skill_aliases',
    purpose: 'spellings that operators assigned to a skill',
    term: forGood('what operators decided'),
    plain: ['key', 'name', 'skill_id', 'created_at'],
    erasure: 'keep',
  },
  {
    table: 'user_skills',
    purpose: 'similarity, search and recommendations by skill',
    term: LIKE_DOCUMENT,
    owner: ['user_id'],
    others: ['verified_by'],
    personal: [
      ...[
        'skill_id',
        'proficiency_level',
        'verified',
        'verified_level',
        'verified_at',
        'spelling',
        'created_at',
      ],
    ],
    erasure: { deletes: ['user_id'], clears: ['verified_by'] },
    exported: true,
  },
  {
    table: 'post_skills',
    purpose: 'whose posts are about which skill',
    term: LIKE_DOCUMENT,
    owner: ['user_id'],
    personal: ['post_id', 'skill_id', 'spelling'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'skill_admissions',
    purpose: 'how many new skills a person may bring on a day is limited',
    term: { days: 2, since: 'day + 1' },
    owner: ['user_id'],
    personal: ['day', 'skills'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'skills_waiting',
    purpose: 'documents some of whose new skills wait for another day',
    term: 'until a night admits them',
    personal: ['document_id', 'since'],
    plain: ['link_table'],
    erasure: { purges: 'rows of documents that are gone are deleted' },
    exported: 'which of the exported documents wait',
  },
  {
    table: 'event_skills',
    purpose: 'which events are about which skill',
    term: LIKE_DOCUMENT,
    plain: ['event_id', 'skill_id', 'spelling'],
    erasure: 'keep',
  },
  {
    table: 'skill_neighbours',
    purpose: 'skills that count as close in similarity',
    term: EVERY_NIGHT,
    plain: ['skill_id', 'neighbour_id', 'strength'],
    erasure: 'cascade',
  },
  {
    table: 'taxonomy_concepts',
    purpose: 'skills and occupations of an imported taxonomy',
    term: IMPORT,
    plain: ['id', 'source', 'kind', 'code', 'name', 'description'],
    erasure: 'keep',
  },
  {
    table: 'taxonomy_labels',
    purpose: 'their names',
    term: IMPORT,
    plain: ['concept_id', 'key', 'label'],
    erasure: 'keep',
  },
  {
    table: 'taxonomy_relations',
    purpose: 'how they are related',
    term: IMPORT,
    plain: ['from_id', 'to_id', 'kind'],
    erasure: 'keep',
  },
];
