import assert from 'node:assert/strict';
import postgres from 'postgres';
import {
  isConflict,
  isConnectionLoss,
  isRefusal,
  isTransient,
  isUnavailable,
  remedyFor,
  type Remedy,
} from '../../src/platform/databaseErrors.ts';

function sqlError(code: string, severity = 'ERROR', message = ''): Error {
  return Object.assign(new postgres.PostgresError(message as never), { code, severity, message });
}

function systemError(code: string | number): Error {
  return Object.assign(new Error('failed'), { code });
}

describe('remedyFor()', () => {
  const statements: Record<Remedy, string[]> = {
    'retry-now': ['40001', '40P01'],
    'retry-parent': ['23503'],
    'retry-later': [
      '08006',
      '25006',
      '25P03',
      '25P04',
      '53100',
      '53200',
      '53300',
      '55P03',
      '57014',
      '57P01',
      '58030',
    ],
    reconfigure: ['28P01', '28000', '3D000'],
    'refuse-row': ['22001', '22021', '22P02', '23502', '23505', '23514', '54000'],
    investigate: ['0A000', '42703', '42P01', '42501', 'P0001', 'XX000'],
  };
  for (const [remedy, codes] of Object.entries(statements)) {
    it(`says "${remedy}" when a statement fails with ${codes.join(', ')}`, () => {
      for (const code of codes) assert.equal(remedyFor(sqlError(code)), remedy, code);
    });
  }

  it('never takes the end of a session for a refusal of data', () => {
    for (const code of Object.values(statements).flat()) {
      for (const severity of ['FATAL', 'PANIC']) {
        const remedy = remedyFor(sqlError(code, severity));
        assert.ok(['retry-later', 'reconfigure'].includes(remedy), `${severity} ${code}: ${remedy}`);
      }
    }
    assert.equal(remedyFor(sqlError('XX000', 'FATAL')), 'retry-later');
    assert.equal(remedyFor(sqlError('57P03', 'FATAL')), 'retry-later');
  });

  it('takes a setting that the pooler refuses for a fault of the configuration', () => {
    const refused = 'unsupported startup parameter: statement_timeout';
    assert.equal(remedyFor(sqlError('08P01', 'FATAL', refused)), 'reconfigure');
    assert.equal(remedyFor(sqlError('08P01', 'FATAL', 'query_wait_timeout')), 'retry-later');
  });

  it('knows the codes of the driver, the system, TLS and Firestore', () => {
    const codes = {
      'retry-later': ['CONNECTION_CLOSED', 'ECONNREFUSED', 14],
      reconfigure: ['TLS_FAILED'],
    };
    for (const [remedy, expected] of Object.entries(codes)) {
      for (const code of expected) assert.equal(remedyFor(systemError(code)), remedy);
    }
    for (const error of [
      systemError('UNDEFINED_VALUE'),
      systemError('not-found'),
      new TypeError('x'),
      'text',
      null,
    ]) {
      assert.equal(remedyFor(error), 'investigate');
    }
  });

  it('answers what its users ask', () => {
    const answers = (code: string): boolean[] =>
      [isTransient, isUnavailable, isConflict, isRefusal, isConnectionLoss].map((ask) => ask(sqlError(code)));
    assert.deepEqual(answers('40P01'), [true, true, true, false, false]);
    assert.deepEqual(answers('23503'), [false, false, true, false, false]);
    assert.deepEqual(answers('25006'), [true, true, false, false, false]);
    assert.deepEqual(answers('28P01'), [false, true, false, false, false]);
    assert.deepEqual(answers('22P02'), [false, false, false, true, false]);
    assert.ok(
      isConnectionLoss(systemError('CONNECTION_CLOSED')) && isConnectionLoss(sqlError('57P01', 'FATAL')),
    );
  });
});
