import { referredName, type Contract, type Schema } from '../contract.ts';
import { code } from './typeText.ts';

/** What an input's field takes, in words: "1 to 50, default 10". @param $defs what the schema may refer to */
export function limitsOf(schema: Schema, $defs: Contract['$defs'], isRequired: boolean): string {
  const { default: otherwise } = schema;
  const rest = otherwise !== undefined ? `default ${code(otherwise)}` : isRequired ? '' : 'optional';
  return [valuesOf(schema, $defs), rest].filter((part) => part !== '').join(', ');
}

function valuesOf(schema: Schema, $defs: Contract['$defs']): string {
  const { $ref, type, format, enum: values, const: literal, oneOf, items, properties } = schema;
  const inner = (one: Schema): string => valuesOf(one, $defs);
  if ($ref !== undefined) return inner($defs[referredName($ref)] ?? {});
  if (values !== undefined) return values.map(code).join(' or ');
  if (literal !== undefined) return code(literal);
  if (oneOf !== undefined) return oneOf.map(inner).join(' or ');
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(
      ([name, one]) => `${name}: ${inner(one).replaceAll('`', '')}`,
    );
    return `\`{ ${fields.join(', ')} }\``;
  }
  if (type === 'array') return `${sizeText(schema.minItems, schema.maxItems)}: ${inner(items ?? {})}`;
  if (type === 'integer' || type === 'number') return rangeText(schema, type);
  if (type === 'boolean') return 'true or false';
  if (format !== undefined) return FORMATS[format] ?? format;
  const size = sizeText(schema.minLength, schema.maxLength);
  return size === 'any number' ? 'text' : `${size} characters`;
}

const FORMATS: Record<string, string> = { 'date-time': 'time', date: 'day', uuid: 'UUID' };

function rangeText({ minimum, exclusiveMinimum, maximum }: Schema, type: 'integer' | 'number'): string {
  const noun = type === 'integer' ? 'whole number' : 'number';
  const lowest = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  if (lowest !== undefined && maximum !== undefined) return `${number(lowest)} to ${number(maximum)}`;
  if (lowest !== undefined) return `${noun} from ${number(lowest)}`;
  return maximum === undefined ? noun : `${noun} up to ${number(maximum)}`;
}

function sizeText(lowest = 0, highest?: number): string {
  if (highest === undefined) return lowest > 1 ? `at least ${number(lowest)}` : 'any number';
  return lowest > 0 ? `${number(lowest)} to ${number(highest)}` : `up to ${number(highest)}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
