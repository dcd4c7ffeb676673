import { EVERY_NIGHT, type TableHolding } from '../holding.ts';

const INDEXED = 'until the person is indexed again, within minutes of a change, or is gone';

export const PEOPLE: TableHolding[] = [
  {
    table: 'event_statistics',
    purpose: 'rare events tell more about who is alike',
    term: EVERY_NIGHT,
    plain: ['event_id', 'people'],
    erasure: 'recount',
  },
  {
    table: 'attendance_embeddings',
    purpose: 'who goes to events with the same people',
    term: EVERY_NIGHT,
    owner: ['user_id'],
    personal: ['vector'],
    plain: ['refreshed_at'],
    erasure: 'cascade',
    exported: 'numbers that mean nothing by themselves, from attendance, which is exported',
  },
  {
    table: 'matching_refresh',
    purpose: 'when the above was counted',
    term: EVERY_NIGHT,
    plain: ['id', 'refreshed_at', 'population'],
    erasure: 'keep',
  },
  {
    table: 'search_queue',
    purpose: 'people to index again',
    term: 'until they are indexed',
    owner: ['user_id'],
    plain: ['id'],
    erasure: { deletes: ['user_id'] },
    exported: 'an index of the profile, posts and positions, which are exported',
  },
  {
    table: 'search_words',
    purpose: 'the vocabulary of the search',
    term: {
      by: 'forgetUnusedWords',
      days: 0,
      until: 'as long as anybody has the word; then until the next night',
    },
    // A word that one person alone has used, such as their name.
    personal: ['word'],
    plain: ['id', 'people'],
    erasure: { purges: 'words that nobody has any more are removed' },
    exported: 'an index of the profile, posts and positions, which are exported',
  },
  {
    table: 'search_documents',
    purpose: 'the inverted index',
    term: INDEXED,
    owner: ['user_id'],
    personal: ['words', 'name_words', 'digest'],
    erasure: { purges: 'the person is taken out of the index' },
    exported: 'an index of the profile, posts and positions, which are exported',
  },
  {
    table: 'search_vectors',
    purpose: 'search by meaning',
    term: INDEXED,
    owner: ['user_id'],
    personal: ['digest', 'vector'],
    plain: ['model'],
    erasure: 'cascade',
    exported: 'an index of the profile, posts and positions, which are exported',
  },
  {
    table: 'search_signatures',
    purpose: 'search by meaning, its first pass',
    term: INDEXED,
    owner: ['user_id'],
    personal: ['signature'],
    erasure: 'cascade',
    exported: 'an index of the profile, posts and positions, which are exported',
  },
  {
    table: 'search_state',
    purpose: 'generation and size of the index',
    term: 'with every change of the index',
    plain: ['id', 'generation', 'people'],
    erasure: 'keep',
  },
];
