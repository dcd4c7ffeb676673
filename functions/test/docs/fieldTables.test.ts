import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Collection } from '../../src/platform/documents/collection.ts';
import { attendanceStatus, connectionStatus, roleField } from '../../src/platform/documents/words.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { requiredFields } from '../support/documents.ts';

const DATA_MODEL = readFileSync(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');

/** The cells of each row of the table under a heading. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = DATA_MODEL.split(`\n${heading}\n`);
  const [text = ''] = section.split('\n#');
  return [...text.matchAll(/^\| (.+) \|$/gm)]
    .slice(1)
    .map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
}

const fieldsIn = (cell = ''): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, field = '']) => field);

describe('the tables of fields in docs/data-model.md', () => {
  const rows = rowsUnder('## Field normalisation');
  const fieldsOf = ({ fieldParsers }: Collection): string[] => Object.keys(fieldParsers);

  it('say of every declared field what becomes of it', () => {
    const declared = new Set(allCollections.flatMap(fieldsOf));
    const documented = new Set(rows.flatMap(([fields]) => fieldsIn(fields)));
    assert.deepEqual(
      [...declared].filter((field) => !documented.has(field)),
      [],
    );
  });

  it('name the fields without which a document is refused, and no other', () => {
    const required = new Set(allCollections.flatMap(requiredFields));
    const refused = new Set(
      rows
        .filter(([, , , refusal = '']) => refusal.startsWith('missing'))
        .flatMap(([fields]) => fieldsIn(fields)),
    );
    assert.deepEqual([...refused].sort(), [...required].sort());
  });

  it('list the words of each vocabulary with their synonyms', () => {
    const vocabularies = {
      '`status` of attendees': attendanceStatus,
      '`status` of connections': connectionStatus,
      '`role`': roleField,
    };
    const expected = Object.entries(vocabularies).flatMap(([field, parser]) =>
      Object.entries(parser.meta()?.['vocabulary'] as Record<string, string>).map(([word, synonyms]) => [
        field,
        `\`${word}\``,
        synonyms,
      ]),
    );
    assert.deepEqual(rowsUnder('### Words'), expected);
  });
});
