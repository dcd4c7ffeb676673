import type { CallableDefinition } from '../../src/platform/callable.ts';

/** A callable's definition, whatever its input and output. */
export type AnyCallable = CallableDefinition<unknown, unknown>;

/** The definition of every deployed callable, by name. */
export async function deployedCallables(): Promise<Record<string, AnyCallable>> {
  const deployed: Record<string, unknown> = await import('../../src/index.ts');
  return Object.fromEntries(
    Object.values(deployed)
      .map((one) => (one as { definition?: AnyCallable }).definition)
      // Jobs have a definition too, but nobody who may call them.
      .filter((definition) => definition !== undefined && 'access' in definition)
      .map((definition) => [definition.name, definition]),
  );
}
