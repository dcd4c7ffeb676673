import type { Erasure, TableHolding, TableOfPeople } from '../../functions/src/accounts/inventory/holding.ts';
import { HISTORY, STORES, TABLES } from '../../functions/src/accounts/inventory/inventory.ts';

const HEAD = `# Data inventory

What the suite keeps of people: whose it is, what in it is personal, why it is kept, for how long, how it goes when somebody is erased, and whether they get it in their export. Written by \`npm run inventory\` from [functions/src/accounts/inventory](../functions/src/accounts/inventory); a test holds it against the live schema, so that no column is added without being declared.`;

/** docs/data-inventory.md. */
export function describeInventory(): string {
  const personal = TABLES.filter(isOfPeople);
  const impersonal = TABLES.filter((table) => !isOfPeople(table));
  return `${[
    HEAD,
    '## Postgres: of people',
    "A row is the person's whose id is in a column under *whose*. `firebase_data` is the whole document.",
    markdownTable(
      ['table', 'why', 'whose', 'names others', 'says of them', 'until'],
      personal.map(({ table, purpose, owner, others, personal: says, term }) => [
        code(table),
        purpose,
        names(owner),
        names(others),
        names(says),
        until(term),
      ]),
    ),
    '## Postgres: on erasure, and in exports',
    'All of it happens in the step `postgres` of an erasure, at once; nothing waits for a night. *Redacted* means that the document stays, without what refers to the person: their id, addresses, names and comments.',
    markdownTable(
      ['table', 'on erasure', 'in the export'],
      personal.map(({ table, erasure, exported }) => [
        code(table),
        onErasure(erasure),
        exported === true ? 'yes' : `no: ${exported}`,
      ]),
    ),
    '## Postgres: of nobody',
    'Counts of groups, facts about things, and bookkeeping: nothing of it is in an export.',
    markdownTable(
      ['table', 'why', 'until', 'on erasure'],
      impersonal.map(({ table, purpose, term, erasure }) => [
        code(table),
        purpose,
        until(term),
        onErasure(erasure),
      ]),
    ),
    '## Other stores',
    markdownTable(
      ['store', 'place', 'why', 'whose, and what of it is personal', 'until'],
      STORES.map(({ store, place, purpose, personal: whose, term }) => [
        store,
        code(place),
        purpose,
        whose,
        term,
      ]),
    ),
    '## Other stores: on erasure, and in exports',
    markdownTable(
      ['place', 'step', 'on erasure', 'in the export'],
      STORES.map(({ place, erasure, exported }) => [
        code(place),
        ...(typeof erasure === 'string' ? ['', erasure] : [code(erasure.step), erasure.does]),
        exported === true ? 'yes' : `no: ${exported}`,
      ]),
    ),
    '## What history keeps elsewhere',
    'Nothing of the suite can reach into these. What is erased goes from them after their term; say so in the notice to your members. Terms are the defaults of the providers, in November 2026: check them when you deploy.',
    markdownTable(
      ['where', 'holds', 'until', 'note'],
      HISTORY.map(({ place, holds, term, note }) => [place, holds, term, note]),
    ),
  ].join('\n\n')}\n`;
}

function isOfPeople(table: TableHolding): table is TableOfPeople {
  const { owner = [], others = [], personal = [] } = table;
  return owner.length + others.length + personal.length > 0;
}

const code = (name: string): string => `\`${name}\``;

function until(term: TableHolding['term']): string {
  if (typeof term === 'string') return term;
  if ('by' in term) return term.until.replace('{days}', String(term.days));
  const { days, since, empties } = term;
  return `${String(days)} days after ${code(since)}${empties === undefined ? '' : `, then without ${code(empties)}`}`;
}

const IN_WORDS = {
  keep: 'nothing',
  cascade: 'rows go with those that they belong to',
  recount: 'nothing; counted anew by the night, without them',
};

function onErasure(erasure: TableHolding['erasure']): string {
  if (typeof erasure === 'string') return IN_WORDS[erasure];
  const { deletes, deletesMentions, clears, redacts, purges }: Erasure = erasure;
  return [
    deletes && `rows with them in ${names(deletes)} are deleted`,
    deletesMentions && `rows that mention them in ${names(deletesMentions)} are deleted`,
    clears && `${names(clears)} is emptied in rows of others`,
    redacts && `documents of others are redacted`,
    purges,
  ]
    .filter((text) => text !== undefined)
    .join('; ');
}

const names = (columns: readonly string[] = []): string => columns.map(code).join(', ');

function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
