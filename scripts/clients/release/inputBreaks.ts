import type { Schema } from '../contract.ts';

/** Why inputs that a released schema allows may be refused by the current one. References are resolved. */
export function inputBreaks(before: Schema, after: Schema, at: string): string[] {
  const [was, is] = [typeOf(before), typeOf(after)];
  if (was !== is) return [`${at} takes ${is}, and took ${was}.`];
  return [
    ...(isNarrower(before, after) ? [`${at} has narrower limits.`] : []),
    ...lostValues(before, after).map((value) => `${at} no longer takes ${JSON.stringify(value)}.`),
    ...fieldBreaks(before, after, at),
    ...(before.items && after.items ? inputBreaks(before.items, after.items, `${at}[]`) : []),
    ...variantBreaks(before.oneOf ?? [], after.oneOf ?? [], at),
  ];
}

function fieldBreaks(before: Schema, after: Schema, at: string): string[] {
  const { properties: old = {}, required: needed = [] } = before;
  const { properties: now = {}, required = [] } = after;
  return [
    ...lost(Object.keys(old), Object.keys(now)).map((field) => `${at}.${field} is no longer taken.`),
    ...lost(required, needed).map((field) => `${at}.${field} is now required.`),
    ...Object.entries(old).flatMap(([field, schema]) => {
      const other = now[field];
      return other === undefined ? [] : inputBreaks(schema, other, `${at}.${field}`);
    }),
  ];
}

/** Variants are known by their literals. */
function variantBreaks(before: readonly Schema[], after: readonly Schema[], at: string): string[] {
  return before.flatMap((variant) => {
    const same = after.find((one) => literalsOf(one) === literalsOf(variant));
    return same === undefined
      ? [`${at} has no variant ${literalsOf(variant)} any more.`]
      : inputBreaks(variant, same, at);
  });
}

function literalsOf({ properties = {} }: Schema): string {
  const literals = Object.entries(properties).filter(([, schema]) => schema.const !== undefined);
  return literals.map(([field, schema]) => `${field} ${JSON.stringify(schema.const)}`).join(', ');
}

const LOWEST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const HIGHEST = ['maximum', 'maxLength', 'maxItems'] as const;

function isNarrower(before: Schema, after: Schema): boolean {
  return (
    LOWEST.some((limit) => (after[limit] ?? -Infinity) > (before[limit] ?? -Infinity)) ||
    HIGHEST.some((limit) => (after[limit] ?? Infinity) < (before[limit] ?? Infinity))
  );
}

/** Free texts take every value. */
function lostValues(before: Schema, after: Schema): unknown[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (now === null) return [];
  return old === null ? ['other texts'] : lost(old, now);
}

function valuesOf(schema: Schema): readonly unknown[] | null {
  return schema.enum ?? (schema.const === undefined ? null : [schema.const]);
}

function typeOf({ type, format, oneOf }: Schema): string {
  if (oneOf !== undefined) return 'one of several objects';
  const name = [type ?? 'anything'].flat().join(' or ');
  return format === undefined ? name : `${name} (${format})`;
}

function lost<Value>(before: readonly Value[], after: readonly Value[]): Value[] {
  return before.filter((value) => !after.includes(value));
}
