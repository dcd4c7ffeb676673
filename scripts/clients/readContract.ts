import { z } from 'zod';
import { DEFAULT_LIMIT } from '../../functions/src/platform/callable.ts';
import { deployedCallables, type AnyCallable } from '../../functions/test/docs/deployedCallables.ts';
import type { CallableContract, Contract, Schema } from './contract.ts';

/** The contract of all deployed callables. */
export async function readContract(version: number): Promise<Contract> {
  const deployed = Object.values(await deployedCallables()).sort((a, b) => (a.name < b.name ? -1 : 1));
  const outputs = z.strictObject(Object.fromEntries(deployed.map(({ name, output }) => [name, output])));
  const { $defs = {}, properties = {} } = toSchema(outputs, 'output');
  const callables: Contract['callables'] = {};
  for (const definition of deployed) {
    const { $defs: ofInput, ...input } = toSchema(definition.input, 'input');
    // Enums, which are the same in both directions.
    Object.assign($defs, ofInput);
    const output = properties[definition.name] ?? {};
    callables[definition.name] = { ...toPromise(definition), input, output };
  }
  return { version, callables, $defs: sorted($defs) };
}

function toPromise(definition: AnyCallable): Omit<CallableContract, 'input' | 'output'> {
  const { description, access, idempotent, cache, rateLimit, errors } = definition;
  const { irreversible = false, member, faculty, admin } = access;
  return {
    description,
    access: { member, faculty, admin },
    irreversible,
    idempotent: idempotent ?? false,
    cacheSeconds: cache?.seconds ?? null,
    rateLimit: rateLimit ?? DEFAULT_LIMIT,
    errors: errors.toSorted(),
  };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Schema & Partial<Pick<Contract, '$defs'>> {
  const json = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      tidy(jsonSchema as Schema & { pattern?: string }, io);
    },
  });
  delete json.$schema;
  return json as Schema & Partial<Pick<Contract, '$defs'>>;
}

/** Takes away what says nothing to an app, and what would forbid answers to gain fields. */
function tidy(schema: Schema & { pattern?: string }, io: 'input' | 'output'): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
