import type { Type } from '../model/model.ts';

/** A type as Dart writes it. */
export function dartType(type: Type): string {
  switch (type.kind) {
    case 'string':
      return 'String';
    case 'time':
      return 'DateTime';
    case 'integer':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'any':
      return 'Object?';
    case 'literal':
      return dartType(typeOfLiteral(type.value));
    case 'list':
      return `List<${dartType(type.of)}>`;
    case 'map':
      return `Map<String, ${dartType(type.of)}>`;
    case 'shortList':
      return `ShortList<${dartType(type.of)}>`;
    case 'nullable':
      return orNull(dartType(type.of));
    case 'named':
      return type.name;
  }
}

/** The same type, or null. */
export function orNull(type: string): string {
  return type.endsWith('?') ? type : `${type}?`;
}

/** The function that reads a type from decoded JSON; see support/decode.dart. */
export function decoder(type: Type): string {
  switch (type.kind) {
    case 'string':
      return 'asString';
    case 'time':
      return 'asTime';
    case 'integer':
      return 'asInt';
    case 'number':
      return 'asDouble';
    case 'boolean':
      return 'asBool';
    case 'any':
      return 'asJson';
    case 'literal':
      return decoder(typeOfLiteral(type.value));
    case 'list':
      return `listOf(${decoder(type.of)})`;
    case 'map':
      return `mapOf(${decoder(type.of)})`;
    case 'shortList':
      return `shortListOf(${decoder(type.of)})`;
    case 'nullable':
      return `orNull(${decoder(type.of)})`;
    case 'named':
      return `${type.name}.fromJson`;
  }
}

function typeOfLiteral(value: string | number | boolean): Type {
  if (typeof value === 'string') return { kind: 'string' };
  return { kind: typeof value === 'number' ? 'number' : 'boolean' };
}

/** The expression that writes a value of a type, called `value`, as JSON. */
export function encoded(type: Type, value: string): string {
  switch (type.kind) {
    case 'time':
      return `${value}.toUtc().toIso8601String()`;
    case 'named':
      return `${value}.toJson()`;
    case 'nullable':
      return isPlain(type) ? value : `${value} == null ? null : ${encoded(type.of, `${value}!`)}`;
    case 'list':
      return isPlain(type) ? value : `[for (final item in ${value}) ${encoded(type.of, 'item')}]`;
    case 'map':
      return isPlain(type)
        ? value
        : `{for (final entry in ${value}.entries) entry.key: ${encoded(type.of, 'entry.value')}}`;
    case 'shortList':
      throw new Error('no input has a short list');
    default:
      return value;
  }
}

/** Whether its values are JSON as they are. */
function isPlain(type: Type): boolean {
  return 'of' in type ? isPlain(type.of) : !['time', 'named', 'shortList'].includes(type.kind);
}
