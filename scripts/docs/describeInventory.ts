import type { TableHolding } from '../../functions/src/accounts/inventory/holding.ts';
import { STORES, TABLES } from '../../functions/src/accounts/inventory/inventory.ts';

const HEAD = `# Data inventory

What the suite keeps of people: whose it is, what in it is personal, why it is kept and for how long. Written by \`npm run inventory\` from [functions/src/accounts/inventory](../functions/src/accounts/inventory); a test holds it against the live schema, so that no column is added without being declared.`;

/** docs/data-inventory.md. */
export function describeInventory(): string {
  const personal = TABLES.filter(isPersonal);
  const impersonal = TABLES.filter((table) => !isPersonal(table));
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
    '## Postgres: of nobody',
    'Counts of groups, facts about things, and bookkeeping.',
    markdownTable(
      ['table', 'why', 'until'],
      impersonal.map(({ table, purpose, term }) => [code(table), purpose, until(term)]),
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
  ].join('\n\n')}\n`;
}

function isPersonal({ owner = [], others = [], personal = [] }: TableHolding): boolean {
  return owner.length + others.length + personal.length > 0;
}

const code = (name: string): string => `\`${name}\``;

function until(term: TableHolding['term']): string {
  if (typeof term === 'string') return term;
  const { days, since, empties } = term;
  return `${String(days)} days after ${code(since)}${empties === undefined ? '' : `, then without ${code(empties)}`}`;
}

const names = (columns: readonly string[] = []): string => columns.map(code).join(', ');

function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
