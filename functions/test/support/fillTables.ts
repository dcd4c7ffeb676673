import { createHash } from 'node:crypto';
import { columnsOf, TABLES } from '../../src/accounts/inventory/inventory.ts';
import { quoted, type Sql } from '../../src/platform/postgres.ts';

/** A row as JSON, by column. */
type Row = Record<string, unknown>;

interface Column {
  name: string;
  type: string;
  /** The table that it refers to. */
  parent: string | null;
}

/** Tables whose rows nobody's erasure changes, or which the erasure itself writes. */
const LEFT_OUT = new Set([
  'erasures',
  'erasure_steps',
  'audit_log',
  'audit_keys',
  'labels',
  'system_documents',
]);

/**
 * A text that stands nowhere else: fourteen letters, so that it is one word, one title and one skill, and survives every
 * normalisation.
 */
function canary(uid: string, table: string, column: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([uid, table, column]))
    .digest();
  return [...bytes.subarray(0, 14)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/** All texts that {@link fillTables} may have planted for a person, and their id. */
export function canariesOf(uid: string): string[] {
  return [
    uid,
    ...TABLES.filter(({ table }) => table !== 'events').flatMap((table) =>
      columnsOf(table).map((column) => canary(uid, table.table, column)),
    ),
  ];
}

/**
 * Gives each person a row in every table with something of people, with a {@link canary} in every column that holds text
 * or bytes; columns that name somebody else name the next person.
 */
export async function fillTables(sql: Sql, uids: readonly string[]): Promise<void> {
  const columns = await readColumns(sql);
  for (const [index, uid] of uids.entries()) {
    const other = uids[(index + 1) % uids.length] ?? uid;
    const rows = new Map<string, Row>();
    for (const table of inOrder(columns)) {
      const row = rowOf(table, columns.get(table) ?? [], { uid, other, rows });
      rows.set(table, await insert(sql, table, row));
    }
  }
}

interface Filling {
  uid: string;
  other: string;
  /** The person's rows so far, by table. */
  rows: Map<string, Row>;
}

function rowOf(table: string, columns: readonly Column[], filling: Filling): Row {
  const { owner = [], others = [] } = TABLES.find((holding) => holding.table === table) ?? {};
  const given = GIVEN[table]?.(filling) ?? {};
  const entries = columns.map(({ name, type, parent }): [string, unknown] => {
    if (name in given) return [name, given[name]];
    if (name === 'live') return [name, true];
    if (type === 'text' && others.includes(name) && name !== 'reason') return [name, filling.other];
    if (type === 'text' && (parent === 'users' || (owner.includes(name) && name.endsWith('_id')))) {
      return [name, filling.uid];
    }
    if (parent !== null) return [name, filling.rows.get(parent)?.['id'] ?? null];
    return [name, valueOf(type, canary(filling.uid, table, name))];
  });
  return Object.fromEntries(entries);
}

function valueOf(type: string, text: string): unknown {
  switch (type) {
    case 'text':
      return text;
    case 'jsonb':
      return { text };
    case 'bytea':
      return `\\x${Buffer.from(text).toString('hex')}`;
    case 'text[]':
      return [text];
    case 'integer[]':
    case 'real[]':
      return [1, 2];
    case 'boolean':
      return true;
    case 'date':
      return '2026-03-16';
    case 'timestamp with time zone':
      return '2026-03-16T08:00:00Z';
    case 'bit(512)':
      return '1'.repeat(512);
    case 'uuid':
      return undefined;
    default:
      return 3;
  }
}

/** What constraints demand, and what makes the rows of one person fit each other. */
const GIVEN: Record<string, (filling: Filling) => Row> = {
  users: ({ uid }) => ({
    id: uid,
    role: 'student',
    email: `${canary(uid, 'users', 'email')}@campus.example`,
    department_key: canary(uid, 'users', 'department'),
  }),
  // An event stays without its organiser, so nothing of theirs is in it but their id.
  events: ({ uid }) => ({
    id: canary(uid, 'events', 'id'),
    title: 'Hackathon',
    description: 'Bring a laptop',
    category: 'Workshop',
    category_key: 'workshop',
    department: 'Physics',
    department_key: 'physics',
    created_by: uid,
    skills: [],
    firebase_data: { title: 'Hackathon', createdBy: uid },
  }),
  event_attendance: ({ uid, other, rows }) => ({
    user_id: uid,
    event_id: rows.get('events')?.['id'],
    status: 'attended',
    checked_in_by: other,
    firebase_data: {
      status: 'attended',
      checkedInBy: other,
      text: canary(uid, 'event_attendance', 'firebase_data'),
    },
  }),
  showcase_posts: ({ uid }) => ({ category_key: canary(uid, 'showcase_posts', 'category'), user_id: uid }),
  connections: ({ uid }) => ({ from_user_id: uid, to_user_id: uid, status: 'accepted' }),
  dead_letters: ({ uid }) => ({
    key: `users/${uid}/positions/refused`,
    path: `users/${uid}/positions/refused`,
    collection: 'positions',
    reason: 'title must be text',
    message: {
      path: `users/${uid}/positions/refused`,
      data: { text: canary(uid, 'dead_letters', 'message') },
    },
  }),
  deferred_changes: ({ uid }) => ({
    id: createHash('md5').update(`users/${uid}`).digest('hex'),
    collection: 'users',
    path: `users/${uid}`,
  }),
  consistency_checks: ({ uid }) => ({
    collection: 'users',
    slice_end: JSON.stringify(`users/${uid}`),
    examples: { missing: [`users/${uid}`], stale: [`users/${uid}/positions/one`], extra: [] },
  }),
  backfill_partitions: ({ uid }) => ({
    source: `projects/demo/databases/${canary(uid, 'backfill_partitions', 'source')}`,
    collection: 'users',
    number: createHash('md5').update(uid).digest().readUInt16BE(),
    first_id: JSON.stringify(`users/${uid}`),
    end_id: JSON.stringify(`users/${uid}`),
    after_path: JSON.stringify(`users/${uid}`),
  }),
  check_in_codes: ({ uid, rows }) => ({ issued_by: uid, event_id: rows.get('events')?.['id'] }),
  skills: ({ uid }) => ({
    key: canary(uid, 'skills', 'key'),
    name: canary(uid, 'skills', 'key'),
    category: null,
  }),
  user_skills: ({ uid }) => ({ spelling: canary(uid, 'skills', 'key') }),
  post_skills: ({ uid }) => ({ spelling: canary(uid, 'skills', 'key'), user_id: uid }),
  skills_waiting: ({ rows }) => ({
    link_table: 'post_skills',
    document_id: rows.get('showcase_posts')?.['id'],
  }),
  media_files: () => ({
    purpose: 'showcase_post',
    status: 'ready',
    file_type: 'image',
    upload_source: 'mobile',
  }),
  media_usage: ({ rows }) => ({
    used_in_type: 'showcase_post',
    used_in_id: rows.get('showcase_posts')?.['id'],
  }),
  usage_metrics: () => ({ metric_type: 'media_bandwidth', operation: 'upload_image' }),
  search_documents: ({ rows }) => ({ words: [-1, rows.get('search_words')?.['id']] }),
  search_words: () => ({ people: 1 }),
  announced_lists: () => ({ type: 'user' }),
  recommendations: ({ other }) => ({ type: 'user', target_id: other, model_version: null }),
  recommendation_feedback: ({ other }) => ({ type: 'user', target_id: other, model_version: null }),
  career_titles: ({ uid }) => ({
    key: canary(uid, 'positions', 'title'),
    role: canary(uid, 'positions', 'title'),
    name: canary(uid, 'positions', 'title'),
    spellings: { [canary(uid, 'positions', 'title')]: 1 },
    words: [canary(uid, 'positions', 'title')],
    seniority: null,
    occupation_id: null,
  }),
  career_contexts: ({ uid }) => ({ id: `organisation:${canary(uid, 'positions', 'organisation')}` }),
  career_moves: ({ rows }) => ({
    context_id: rows.get('career_contexts')?.['id'],
    title_key: rows.get('career_titles')?.['key'],
  }),
  career_title_skills: ({ rows }) => ({ title_key: rows.get('career_titles')?.['key'] }),
};

async function insert(sql: Sql, table: string, row: Row): Promise<Row> {
  const names = quoted(Object.keys(row).filter((name) => row[name] !== undefined));
  const [inserted] = await sql.unsafe<Row[]>(
    `insert into ${table} (${names})
     select ${names} from json_populate_record(null::${table}, $1::text::json)
     returning *`,
    [JSON.stringify(row)],
  );
  return inserted ?? {};
}

/** The tables to fill, those that others refer to first. */
function inOrder(columns: ReadonlyMap<string, readonly Column[]>): string[] {
  const ordered: string[] = [];
  const add = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { parent } of columns.get(table) ?? []) {
      if (parent !== null && parent !== table && toFill.includes(parent)) add(parent);
    }
    ordered.push(table);
  };
  const toFill = TABLES.filter((table) => 'exported' in table && !LEFT_OUT.has(table.table)).map(
    ({ table }) => table,
  );
  // The vocabularies before what refers to them without a foreign key.
  for (const table of ['users', 'skills', 'search_words', ...toFill]) add(table);
  return ordered;
}

/** The columns that an insert may give a value, by table. */
async function readColumns(sql: Sql): Promise<Map<string, Column[]>> {
  const rows = await sql<(Column & { table: string })[]>`
    select relname as table, attname as name, format_type(atttypid, atttypmod) as type, (
      select confrelid::regclass::text from pg_constraint
      where conrelid = attrelid and contype = 'f' and conkey = array[attnum]
      limit 1
    ) as parent
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      and attgenerated = '' and attidentity = ''
    order by relname, attnum`;
  return Map.groupBy(rows, ({ table }) => table);
}
