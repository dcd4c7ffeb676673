import { logger } from 'firebase-functions';
import { HttpsError, onCall, type CallableFunction, type CallableOptions } from 'firebase-functions/https';
import type { z } from 'zod';
import { databaseUrl, firestoreDatabase, functionsRegion } from './config.ts';
import { firestore } from './firestore.ts';
import { isTransient } from './postgres.ts';

/**
 * A callable for administrators: users whose document in `users` says `role: "admin"`, which only the
 * server can write. Parses the input, and turns what is thrown into an `HttpsError`: bad input into
 * `invalid-argument` with the fields at fault, a database that cannot be reached into `unavailable`.
 */
export function adminCallable<Input, Output>(
  schema: z.ZodType<Input>,
  options: CallableOptions,
  handle: (input: Input, uid: string) => Promise<Output>,
): CallableFunction<unknown, Promise<Output>> {
  return onCall(
    { region: functionsRegion, secrets: [databaseUrl], maxInstances: 2, ...options },
    async ({ auth, data }) => {
      if (auth === undefined) throw new HttpsError('unauthenticated', 'sign in first');
      try {
        if (!(await isAdmin(auth.uid))) {
          throw new HttpsError('permission-denied', 'only administrators may do this');
        }
        return await handle(parse(schema, data), auth.uid);
      } catch (error) {
        throw toHttpsError(error);
      }
    },
  );
}

async function isAdmin(uid: string): Promise<boolean> {
  const user = await firestore(firestoreDatabase.value()).collection('users').doc(uid).get();
  return user.get('role') === 'admin';
}

function parse<Input>(schema: z.ZodType<Input>, data: unknown): Input {
  const parsed = schema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    problem: message,
  }));
  const sentence = fields.map(({ field, problem }) => `${field || 'the input'}: ${problem}`).join('; ');
  throw new HttpsError('invalid-argument', sentence, { fields });
}

function toHttpsError(error: unknown): HttpsError {
  if (error instanceof HttpsError) return error;
  logger.error('a callable failed', error);
  if (isTransient(error)) return new HttpsError('unavailable', 'a database cannot be reached: try again');
  return new HttpsError('internal', 'this failed; the log says why');
}
