import assert from 'node:assert/strict';
import { ZodError } from 'zod';
import type { Collection, ColumnValue } from '../../../src/platform/documents/collection.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';
import { collections } from '../../../src/sync/collections/index.ts';
import { documentPath, fullDocument, minimalDocument } from '../../support/documents.ts';
import { fieldKindOf } from '../../support/fieldKinds.ts';

const CREATED = '2026-04-01T00:00:00.000001Z';
const WRITTEN = '2026-05-01T00:00:00.000001Z';
const FUTURE = '9999-12-31T00:00:00Z';

/** Parses a minimal document with these fields; an undefined field is left out. */
function parse(
  collection: Collection,
  fields: Record<string, Json | undefined>,
): { fields: Record<string, unknown>; row: Record<string, ColumnValue> } {
  const params = collection.match(documentPath(collection, (param) => param)) ?? {};
  const data = JSON.parse(JSON.stringify({ ...minimalDocument(collection), ...fields })) as JsonObject;
  const parsed = collection.parse(data, { params, createTime: CREATED, updateTime: WRITTEN });
  return { ...parsed, fields: parsed.fields as Record<string, unknown> };
}

for (const [name, collection] of Object.entries<Collection>(collections)) {
  describe(`the declaration of ${name}`, () => {
    for (const [field, parser] of Object.entries(collection.fieldParsers)) {
      it(`parses ${field} as ${fieldKindOf(parser).name}`, () => {
        const { examples, unusable, fallback, missing = fallback, isRequired } = fieldKindOf(parser);
        for (const [value, parsed] of examples) {
          assert.deepEqual(
            parse(collection, { [field]: value }).fields[field],
            parsed,
            JSON.stringify(value),
          );
        }
        for (const value of [undefined, ...unusable]) {
          if (isRequired) assertRejects(collection, field, value);
          else {
            const parsed = parse(collection, { [field]: value }).fields[field];
            assert.deepEqual(parsed, value === undefined ? missing : fallback, JSON.stringify(value));
          }
        }
      });

      it(`projects ${field} to a column or to child rows`, () => {
        const [first, second] = fieldKindOf(parser).examples;
        const rows = [first, second].map((example) => parse(collection, { [field]: example![0] }).row);
        const isListed = Array.isArray(fieldKindOf(parser).fallback);
        assert.ok(
          JSON.stringify(rows[0]) !== JSON.stringify(rows[1]) || (isListed && collection.childRows !== null),
          'two different values give the same row',
        );
      });
    }

    it('fills every column from a full document', () => {
      const { row } = parse(collection, fullDocument(collection));
      assert.deepEqual(Object.keys(row).sort(), [...collection.columns].sort());
      for (const column of collection.columns) assert.notEqual(row[column], null, column);
    });

    if ('createdAt' in collection.fieldParsers) {
      it('uses the creation time of the document if createdAt is missing or unusable', () => {
        for (const createdAt of [undefined, 'soon']) {
          assert.equal(parse(collection, { createdAt }).row['created_at'], CREATED);
        }
      });

      it('does not believe that the document was created after Firestore created it', () => {
        for (const createdAt of [FUTURE, '2026-04-01T00:00:00.000002Z']) {
          assert.equal(parse(collection, { createdAt }).row['created_at'], CREATED);
        }
      });

      it('takes the creation of an imported document from the document alone', () => {
        const createdAt = (claimed: Json | undefined, imported: Json = true): unknown =>
          parse(collection, { createdAt: claimed, imported }).row['created_at'];
        assert.equal(createdAt(undefined), null);
        assert.equal(createdAt('soon'), null);
        assert.equal(createdAt('2024-03-01'), '2024-03-01T00:00:00Z');
        assert.equal(createdAt('2026-04-15'), '2026-04-15T00:00:00Z');
        assert.equal(createdAt('2027-04-15'), '2027-04-15T00:00:00Z');
        assert.equal(createdAt(FUTURE), null);
        for (const unmarked of [false, 'true', 1, null, {}, [true]]) {
          assert.equal(createdAt(undefined, unmarked), CREATED, JSON.stringify(unmarked));
        }
      });
    }

    if ('attendedAt' in collection.fieldParsers) {
      it('does not believe in attendance after the document was written, unless it was imported', () => {
        const attendedAt = (claimed: Json, imported: boolean): unknown =>
          parse(collection, { attendedAt: claimed, imported }).row['attended_at'];
        assert.equal(attendedAt(FUTURE, false), WRITTEN);
        assert.equal(attendedAt('2027-04-15', true), '2027-04-15T00:00:00Z');
        assert.equal(attendedAt(FUTURE, true), null);
        for (const imported of [true, false]) {
          assert.equal(attendedAt('2026-04-15', imported), '2026-04-15T00:00:00Z');
          assert.equal(attendedAt(null, imported), null);
        }
      });
    }

    if ('startDate' in collection.fieldParsers && 'endDate' in collection.fieldParsers) {
      it('drops an end before its start, to the microsecond, and keeps an end without a start', () => {
        const end = (startDate: Json, endDate: Json): unknown =>
          parse(collection, { startDate, endDate }).row['end_date'];
        const at = (fraction: string): Json => ({ $timestamp: `2026-03-01T10:00:00${fraction}Z` });
        assert.equal(end(at('.000002'), at('.000001')), null);
        assert.equal(end(at('.1'), at('.09')), null);
        assert.equal(end(at(''), at('')), '2026-03-01T10:00:00Z');
        assert.equal(end(at('.000001'), at('.000002')), '2026-03-01T10:00:00.000002Z');
        assert.equal(end(null, at('.5')), '2026-03-01T10:00:00.5Z');
      });
    }
  });
}

/** Asserts that the reason names the field and never its value. */
function assertRejects(collection: Collection, field: string, value: Json | undefined): void {
  assert.throws(
    () => parse(collection, { [field]: value }),
    (error: unknown) => {
      assert.ok(error instanceof ZodError);
      assert.deepEqual(
        error.issues.map(({ path }) => path),
        [[field]],
      );
      const [issue] = error.issues;
      assert.match(
        issue?.message ?? '',
        /^must be (text|a document id), but is (missing|null|empty|unusable text|a \w+)$/,
      );
      return true;
    },
    JSON.stringify(value),
  );
}
