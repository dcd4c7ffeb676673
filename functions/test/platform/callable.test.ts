import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import postgres from 'postgres';
import { z } from 'zod';
import {
  call,
  callable,
  type CallableDefinition,
  type CallContext,
  type Dependencies,
} from '../../src/platform/callable.ts';
import { DomainError, ERRORS, type ErrorCode } from '../../src/platform/errors.ts';
import type { IdToken } from '../../src/platform/identity/caller.ts';
import { POLICY } from '../../src/platform/identity/policy.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { withoutRows } from '../support/dependencies.ts';
import { logged } from '../support/logs.ts';
import { memberToken, UNCHECKED } from '../../../scripts/lib/callContext.ts';

const ROLES: Record<string, unknown> = { boss: 'admin', teacher: 'faculty', eve: 'student', odd: ['admin'] };

const dependencies: Dependencies = {
  redis: () => new OptionalRedis('', ''),
  sql: () => withoutRows,
  now: () => new Date(0),
  ...UNCHECKED,
};

const MEMBERS = { member: 'own', faculty: 'own', admin: 'everyone' } as const;
const STAFF = { member: 'none', faculty: 'departments', admin: 'everyone' } as const;
const ADMINISTRATORS = { member: 'none', faculty: 'none', admin: 'everyone' } as const;

const echo: CallableDefinition<{ limit: number; name?: string | undefined }, unknown> = {
  name: 'echo',
  description: 'Says what it heard.',
  output: z.unknown(),
  errors: [],
  access: MEMBERS,
  input: z.strictObject({ limit: z.int().min(1).max(50).default(10), name: z.string().max(5).optional() }),
  handle: ({ uid, now }: CallContext, input) => Promise.resolve({ uid, now: now.getTime(), input }),
};

/** Somebody's token, whose role is that of the table above. */
const tokenOf = (uid: string): IdToken => {
  const role = Object.hasOwn(ROLES, uid) ? ROLES[uid] : undefined;
  return memberToken(uid, { role, departments: ['Law'] });
};

const ask = (
  uid: string | null,
  data: unknown,
  changes: Partial<typeof echo> = {},
  others: Partial<Dependencies> = {},
): Promise<unknown> => {
  const token = uid === null ? null : tokenOf(uid);
  return call({ ...echo, ...changes }, { token, data }, { ...dependencies, ...others });
};

/** The error that a call fails with. */
async function refusal(answer: Promise<unknown>): Promise<HttpsError> {
  try {
    await answer;
  } catch (error) {
    return error as HttpsError;
  }
  throw new Error('the call was answered');
}

const fieldsOf = ({ details }: HttpsError): string[] =>
  (details as { fields: { field: string }[] }).fields.map(({ field }) => field);

describe('call', () => {
  it('passes the uid, the time and the parsed input to its handler', async () => {
    const expected = { uid: 'eve', now: 0, input: { limit: 10 } };
    assert.deepEqual(await ask('eve', null), expected);
    assert.deepEqual(await ask('eve', undefined), expected);
    assert.deepEqual(await ask('eve', {}), expected);
  });

  it('requires a signed-in user whose role the policy allows', async () => {
    assert.equal((await refusal(ask(null, {}))).code, 'unauthenticated');
    assert.equal((await refusal(ask(null, {}, { access: STAFF }))).code, 'unauthenticated');
    for (const uid of ['eve', 'odd', 'nobody', '__proto__', 'constructor']) {
      const { code, message } = await refusal(ask(uid, {}, { access: STAFF }));
      assert.deepEqual(
        [code, message],
        ['permission-denied', 'Only faculty and administrators may do this.'],
        uid,
      );
    }
    await ask('teacher', {}, { access: STAFF });
    await ask('boss', {}, { access: STAFF });
    assert.equal(
      (await refusal(ask('teacher', {}, { access: ADMINISTRATORS }))).message,
      'Only administrators may do this.',
    );
  });

  it('passes the caller and whose data they get to its handler', async () => {
    const handle = ({ caller, reach }: CallContext): Promise<unknown> => Promise.resolve({ caller, reach });
    const seenBy = (uid: string): Promise<unknown> => ask(uid, {}, { access: STAFF, handle });
    const departmentKeys = ['law'];
    assert.deepEqual(await seenBy('teacher'), {
      caller: { uid: 'teacher', role: 'faculty', departmentKeys },
      reach: 'departments',
    });
    assert.deepEqual(await seenBy('boss'), {
      caller: { uid: 'boss', role: 'admin', departmentKeys },
      reach: 'everyone',
    });
  });

  it('refuses at the gate whom the settings keep out', async () => {
    const domains = { gate: () => ({ emailDomains: ['elsewhere.example'], requiresAppCheck: false }) };
    assert.equal((await refusal(ask('eve', {}, {}, domains))).code, 'permission-denied');
    const appCheck = { gate: () => ({ emailDomains: [], requiresAppCheck: true }) };
    assert.equal((await refusal(ask('eve', {}, {}, appCheck))).code, 'unauthenticated');
    const replayed = { token: tokenOf('eve'), data: {}, appCheck: 'replayed' } as const;
    assert.equal(
      (await refusal(call(echo, replayed, { ...dependencies, ...appCheck }))).code,
      'unauthenticated',
    );
  });

  it('looks up the account of those, and only those, who get more than members', async () => {
    const checked: string[] = [];
    const checkRevoked = ({ uid }: IdToken): Promise<void> => {
      checked.push(uid);
      return Promise.resolve();
    };
    for (const uid of ['eve', 'nobody', 'teacher']) await ask(uid, {}, {}, { checkRevoked });
    assert.deepEqual(checked, [], 'faculty get no more than members here');
    await ask('boss', {}, {}, { checkRevoked });
    await ask('teacher', {}, { access: STAFF }, { checkRevoked });
    assert.deepEqual(checked, ['boss', 'teacher']);
  });

  it('answers nothing when that look-up refuses', async () => {
    const checkRevoked = (): Promise<never> => Promise.reject(new DomainError('not-signed-in', 'Sign in.'));
    const handle = (): Promise<never> => assert.fail('the handler was called');
    const changes = { access: STAFF, handle };
    assert.equal((await refusal(ask('boss', {}, changes, { checkRevoked }))).code, 'unauthenticated');
  });

  it('authorises before it parses the input', async () => {
    assert.equal((await refusal(ask('eve', { limit: 'x' }, { access: STAFF }))).code, 'permission-denied');
  });

  it('names the fields at fault and never quotes their values', async () => {
    const error = await refusal(ask('eve', { limit: 'secret', name: 'secret-too-long', other: 1 }));
    assert.equal(error.code, 'invalid-argument');
    assert.deepEqual(fieldsOf(error), ['limit', 'name', 'other']);
    assert.equal(
      error.message,
      '`limit` must be a number. `name` must be at most 5 characters long. `other` is not a known field.',
    );
    assert.doesNotMatch(JSON.stringify([error.message, error.details]), /secret/);
  });

  it('refuses hostile input', async () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    const hostile: Record<string, unknown> = {
      deep: nested(21),
      deeper: nested(5000),
      large: { name: 'x'.repeat(1_000_000) },
      long: Array.from({ length: 100_000 }, () => 1),
      text: 'text',
      number: 7,
      list: [],
      no: false,
      polluting: JSON.parse('{"limit": 1, "__proto__": {"admin": true}}'),
      constructing: JSON.parse('{"constructor": {"prototype": {"admin": true}}}'),
      manyFields: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${String(index)}`, 1])),
      longField: { ['f'.repeat(50_000)]: 1 },
      infinite: { limit: 1e999 },
    };
    for (const [kind, data] of Object.entries(hostile)) {
      const error = await refusal(ask('eve', data));
      assert.equal(error.code, 'invalid-argument', kind);
      assert.ok(JSON.stringify([error.message, error.details]).length < 4000, kind);
    }
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  it('ignores inherited fields of its input', async () => {
    const data = Object.create({ limit: 3 }) as object;
    assert.deepEqual(((await ask('eve', data)) as { input: unknown }).input, { limit: 10 });
  });

  it('passes on the message of a domain error, and its reason in the details', async () => {
    for (const [reason, { code }] of Object.entries(ERRORS)) {
      const handle = (): Promise<never> => Promise.reject(new DomainError(reason as ErrorCode, 'said'));
      const error = await refusal(ask('eve', {}, { handle }));
      assert.deepEqual([error.code, error.message, error.details], [code, 'said', { reason }]);
    }
  });

  it('passes on the details of a domain error', async () => {
    const worksAgainAt = '2026-07-01T00:00:00.000Z';
    const handle = (): Promise<never> =>
      Promise.reject(new DomainError('over-quota', 'No.', { worksAgainAt }));
    const { details } = await refusal(ask('eve', {}, { handle }));
    assert.deepEqual(details, { reason: 'over-quota', worksAgainAt });
  });

  it('tells in the details of every error why the call failed', async () => {
    const appCheck = { gate: () => ({ emailDomains: [], requiresAppCheck: true }) };
    const failing = { handle: () => Promise.reject(new TypeError('secret')) };
    const reasons = await Promise.all(
      [
        ask(null, {}),
        ask('eve', {}, {}, appCheck),
        ask('eve', {}, { access: STAFF }),
        ask('eve', { limit: 0 }),
        ask('eve', {}, failing),
      ].map(async (attempt) => ((await refusal(attempt)).details as { reason: string }).reason),
    );
    assert.deepEqual(reasons, ['not-signed-in', 'not-genuine', 'not-allowed', 'bad-input', 'failed']);
  });

  it('reveals nothing of an unexpected error, and logs nothing that Postgres quotes', async () => {
    const quoting = Object.assign(new postgres.PostgresError('duplicate key (secret@campus.example)'), {
      code: '23505',
      detail: 'Key (email)=(secret@campus.example) already exists.',
      constraint_name: 'users_email_key',
    });
    const lost = Object.assign(new Error('connect ECONNREFUSED secret:5432'), { code: 'ECONNREFUSED' });
    const refusedLogin = (code: string): Error =>
      Object.assign(new postgres.PostgresError('no login for secret'), { code, severity: 'FATAL' });
    const thrown: [Error, string][] = [
      [quoting, 'internal'],
      [lost, 'unavailable'],
      ...['28P01', '3D000', 'XX000'].map((code): [Error, string] => [refusedLogin(code), 'unavailable']),
      [Object.assign(new postgres.PostgresError('read-only secret'), { code: '25006' }), 'unavailable'],
      [new TypeError('secret is undefined'), 'internal'],
    ];
    for (const [cause, code] of thrown) {
      const error = await refusal(ask('eve', {}, { handle: () => Promise.reject(cause) }));
      assert.equal(error.code, code);
      assert.doesNotMatch(JSON.stringify([error.message, error.details]), /secret/);
    }
    assert.match(JSON.stringify(logged('error')[0]), /users_email_key/);
    assert.doesNotMatch(JSON.stringify(logged('error')[0]), /secret/);
  });

  it('leaves one log entry, with the outcome but no contents', async () => {
    await ask('eve', { name: 'x' });
    await refusal(ask('eve', { limit: 99 }));
    const entries = logged().map(({ message, fields }) => [message, { ...fields, milliseconds: 0 }]);
    assert.deepEqual(entries, [
      ['call', { callable: 'echo', code: 'ok', milliseconds: 0, cache: 'off' }],
      ['call', { callable: 'echo', code: 'bad-input', milliseconds: 0, cache: 'off' }],
    ]);
  });
});

describe('callable', () => {
  const declared = { ...echo, name: 'studentsAtRisk', audit: { subjects: () => [] } } as const;

  it('carries its definition, with the access of the policy', () => {
    const { definition } = callable(declared);
    const expected = { ...declared, access: POLICY.studentsAtRisk, handle: definition.handle };
    assert.deepEqual(definition, expected);
  });

  it('refuses to cache answers for more than an hour', () => {
    assert.throws(() => callable({ ...declared, cache: { seconds: 3601, tags: () => [] } }), /3600/);
  });
});
