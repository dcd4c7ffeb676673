import assert from 'node:assert/strict';
import postgres from 'postgres';
import { withoutContents } from '../../src/platform/withoutContents.ts';
import { logged } from '../support/logs.ts';

describe('an error that reaches the platform', () => {
  it('has the code of a refusal of Postgres, and nothing that it quotes', async () => {
    const quoting = Object.assign(new postgres.PostgresError('invalid input syntax: "secret"'), {
      code: '22P02',
      detail: 'Key (email)=(secret@campus.example)',
    });
    await assert.rejects(
      withoutContents(() => Promise.reject(quoting)),
      (error: Error) => {
        assert.match(error.message, /22P02/);
        assert.doesNotMatch(`${String(error.stack)} ${JSON.stringify(error)}`, /secret/);
        return true;
      },
    );
    assert.doesNotMatch(JSON.stringify(logged()), /secret/);
  });

  it('is thrown as it is, when it is none of Postgres', async () => {
    const lost = new Error('connect ECONNREFUSED');
    await assert.rejects(
      withoutContents(() => Promise.reject(lost)),
      lost,
    );
  });
});
