import type { Direction, Type } from '../model/model.ts';

/**
 * A type in TypeScript.
 *
 * @param direction values of enums that are not known yet may come in answers, but cannot be sent
 * @param enums names of all enums
 */
export function typeText(type: Type, direction: Direction, enums: ReadonlySet<string>): string {
  const inner = (of: Type): string => typeText(of, direction, enums);
  switch (type.kind) {
    case 'string':
    case 'boolean':
    case 'number':
      return type.kind;
    case 'integer':
      return 'number';
    case 'time':
      return 'Time';
    case 'any':
      return 'unknown';
    case 'literal':
      return literalText(type.value);
    case 'list':
      return type.of.kind === 'nullable' ? `(${inner(type.of)})[]` : `${inner(type.of)}[]`;
    case 'map':
      return `Record<string, ${inner(type.of)}>`;
    case 'nullable':
      return `${inner(type.of)} | null`;
    case 'shortList':
      return `ShortList<${inner(type.of)}>`;
    case 'named':
      return direction === 'output' && enums.has(type.name) ? `Open<${type.name}>` : type.name;
  }
}

export function literalText(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value);
}
