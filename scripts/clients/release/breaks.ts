import { referredName, type CallableContract, type Contract, type Schema } from '../contract.ts';
import { readModel } from '../model/readModel.ts';
import { inputBreaks } from './inputBreaks.ts';
import { outputBreaks } from './outputBreaks.ts';

/** From nobody's data to everybody's. */
const REACHES = ['none', 'own', 'departments', 'everyone'];

/**
 * What of a contract would break the clients of a released one, a sentence each; none where everything new is additive:
 * further callables, optional fields of inputs, fields, enum values and union variants of answers.
 */
export function breaks(released: Contract, current: Contract): string[] {
  const models = { released: readModel(released), current: readModel(current) };
  return Object.entries(released.callables).flatMap(([name, before]) => {
    const after = current.callables[name];
    if (after === undefined) return [`\`${name}\` is gone.`];
    return [
      ...promiseBreaks(before, after),
      ...inputBreaks(inputOf(released, name), inputOf(current, name), 'the input'),
      ...outputBreaks(models.released, models.current, name),
    ].map((problem) => `\`${name}\`: ${problem}`);
  });
}

function promiseBreaks(before: CallableContract, after: CallableContract): string[] {
  const roles = (['member', 'faculty', 'admin'] as const).filter(
    (role) => REACHES.indexOf(after.access[role]) < REACHES.indexOf(before.access[role]),
  );
  return [
    ...roles.map((role) => `a caller with the rights of ${role} reaches less.`),
    ...(before.idempotent && !after.idempotent
      ? ['released clients repeat it, which is no longer safe.']
      : []),
    ...(!before.irreversible && after.irreversible
      ? ['released clients do not send App Check tokens of limited use.']
      : []),
  ];
}

/** With what it refers to in place. */
function inputOf({ callables, $defs }: Contract, name: string): Schema {
  const resolved = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(resolved);
    const { $ref, ...rest } = value as Schema;
    const named = $ref === undefined ? {} : $defs[referredName($ref)];
    return Object.fromEntries(
      Object.entries({ ...named, ...rest }).map(([key, inner]) => [key, resolved(inner)]),
    );
  };
  return resolved(callables[name]?.input) as Schema;
}
