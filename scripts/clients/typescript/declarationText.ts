import type { Declaration, Direction, Field } from '../model/model.ts';
import { docComment } from './docComment.ts';
import { literalText, typeText } from './typeText.ts';

type Of<Kind extends Declaration['kind']> = Extract<Declaration, { kind: Kind }>;

/** The interface of an object, or the union type of an enum or a union. */
export function declarationText(declaration: Declaration, enums: ReadonlySet<string>): string {
  const comment = docComment([declaration.description]);
  switch (declaration.kind) {
    case 'object':
      return comment + objectText(declaration, enums);
    case 'enum':
      return comment + anyOfText(declaration.name, declaration.values.map(literalText));
    case 'union':
      return comment + unionText(declaration);
  }
}

function objectText({ name, direction, fields }: Of<'object'>, enums: ReadonlySet<string>): string {
  if (fields.length === 0) return `export type ${name} = Record<never, never>;\n`;
  const lines = fields.map((field) => fieldText(field, direction, enums));
  return `export interface ${name} {\n${lines.join('')}}\n`;
}

function fieldText(
  { name, description, type, isOptional, defaultValue }: Field,
  direction: Direction,
  enums: ReadonlySet<string>,
): string {
  const ofDefault = defaultValue === null ? null : `By default ${JSON.stringify(defaultValue)}.`;
  const comment = docComment([description, ofDefault], '  ');
  const text = typeText(type, direction, enums);
  return `${comment}  ${name}${isOptional ? '?' : ''}: ${text}${isOptional ? ' | undefined' : ''};\n`;
}

/** Answers may have variants that are added later; `default` of a `switch` over the tag is reached by them. */
function unionText({ name, direction, tag, variants }: Of<'union'>): string {
  const members = variants.map((variant) => variant.name);
  if (direction === 'output') members.push(`UnknownVariant<${literalText(tag)}>`);
  return anyOfText(name, members);
}

function anyOfText(name: string, members: readonly string[]): string {
  const line = `export type ${name} = ${members.join(' | ')};\n`;
  return line.length <= 110 ? line : `export type ${name} =\n  | ${members.join('\n  | ')};\n`;
}
