import type { Declaration, Field } from '../model/model.ts';
import { docComment } from './docComment.ts';
import { enumValueName, fieldName } from './names.ts';
import { dartType, decoder, encoded, orNull } from './types.ts';
import type { Uses, VariantUse } from './uses.ts';

type Of<Kind> = Extract<Declaration, { kind: Kind }>;

/** A declaration as Dart. */
export function emitDeclaration(declaration: Declaration, uses: Uses): string {
  switch (declaration.kind) {
    case 'object':
      return emitClass(declaration, uses);
    case 'enum':
      return emitEnum(declaration);
    case 'union':
      return emitUnion(declaration, uses);
  }
}

/** A type over the value itself, so that one which a later server adds survives. */
function emitEnum({ name, description, values }: Of<'enum'>): string {
  const names = values.map(enumValueName);
  return `
${docComment(description)}extension type const ${name}(String value) implements Object {
  factory ${name}.fromJson(Object? json) => ${name}(asString(json));

  ${values.map((value, index) => `static const ${names[index] ?? ''} = ${name}(${quoted(value)});`).join('\n  ')}

  /// All that this version of the package knows.
  static const List<${name}> values = [${names.join(', ')}];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}
`;
}

function emitUnion({ name, description, tag, variants }: Of<'union'>, uses: Uses): string {
  const unknown = `Unknown${name}`;
  const isRead = uses.answers.has(name);
  const cases = variants.map((variant) => `${quoted(variant.value)} => ${variant.name}.fromJson(json),`);
  return `
${docComment(description)}sealed class ${name} implements ${superType(name, uses)} {
  ${
    isRead
      ? `factory ${name}.fromJson(Object? json) => switch (tagOf(json, ${quoted(tag)})) {
    ${cases.join('\n    ')}
    final tag => ${unknown}(tag, asObject(json)),
  };`
      : ''
  }
}
${isRead ? emitUnknown(name, tag, uses) : ''}`;
}

function emitUnknown(union: string, tag: string, uses: Uses): string {
  return `
/// A [${union}] that only a later version of the package knows.
final class Unknown${union} extends ${superType(union, uses)} implements ${union} {
  const Unknown${union}(this.${fieldName(tag)}, this.json);

  final String ${fieldName(tag)};

  /// As it arrived.
  final Map<String, Object?> json;

  @override
  List<Object?> get props => [json];

  ${uses.inputs.has(union) ? '@override\n  Map<String, Object?> toJson() => json;' : ''}
}
`;
}

/** Only inputs can be written as JSON. */
function superType(name: string, { inputs }: Uses): string {
  return inputs.has(name) ? 'Input' : 'Value';
}

function emitClass({ name, description, fields }: Of<'object'>, uses: Uses): string {
  const { inputs, answers, variants } = uses;
  const variant = variants.get(name);
  const stored = fields.filter((field) => field.name !== variant?.tag);
  const unions = variant === undefined ? '' : ` implements ${variant.unions.join(', ')}`;
  return `
${docComment(description)}final class ${name} extends ${superType(name, uses)}${unions} {
  const ${name}(${stored.length === 0 ? '' : `{${stored.map(parameter).join(' ')}}`});
  ${answers.has(name) ? emitFromJson(name, stored) : ''}
  ${stored.map(emitField).join('\n')}
  ${variant === undefined ? '' : `\n  String get ${fieldName(variant.tag)} => ${quoted(variant.value)};`}

  @override
  List<Object?> get props => [${stored.map((field) => fieldName(field.name)).join(', ')}];
  ${identityOf(stored)}
  ${inputs.has(name) ? emitToJson(stored, variant) : ''}
}
`;
}

function parameter(field: Field): string {
  return `${isRequired(field) ? 'required ' : ''}this.${fieldName(field.name)},`;
}

export function isRequired({ isOptional }: Field): boolean {
  return !isOptional;
}

/** Its type as a parameter or field: null for what is left out. */
export function fieldType({ type, isOptional }: Field): string {
  return isOptional ? orNull(dartType(type)) : dartType(type);
}

function emitField(field: Field): string {
  return `
  ${docComment(describe(field), 2)}final ${fieldType(field)} ${fieldName(field.name)};`;
}

/** What a field is, and what it is by default; null if there is nothing to say. */
export function describe({ description, defaultValue }: Field): string | null {
  const value = JSON.stringify(defaultValue);
  const isSaid = defaultValue !== null && value !== '[]';
  const sentences = [description, isSaid ? `By default \`${value}\`.` : null].filter((one) => one !== null);
  return sentences.length === 0 ? null : sentences.join(' ');
}

function emitFromJson(name: string, stored: readonly Field[]): string {
  if (stored.length === 0) return `\n  factory ${name}.fromJson(Object? _) => const ${name}();\n`;
  const reads = stored.map(
    (field) => `${fieldName(field.name)}: fields.read(${quoted(field.name)}, ${decoder(field.type)}),`,
  );
  return `
  factory ${name}.fromJson(Object? json) {
    final fields = Fields(${quoted(name)}, json);
    return ${name}(
      ${reads.join('\n      ')}
    );
  }
`;
}

/** Only ids are shown. */
function identityOf(stored: readonly Field[]): string {
  const hasId = stored.some(({ name, type }) => name === 'id' && type.kind === 'string');
  return hasId ? '\n  @override\n  String? get identity => id;\n' : '';
}

function emitToJson(stored: readonly Field[], variant: VariantUse | undefined): string {
  const entries = stored.map((field) => {
    const name = fieldName(field.name);
    const key = quoted(field.name);
    return field.isOptional
      ? `if (${name} case final value?) ${key}: ${encoded(withoutNull(field), 'value')},`
      : `${key}: ${encoded(field.type, name)},`;
  });
  const tag = variant === undefined ? [] : [`${quoted(variant.tag)}: ${quoted(variant.value)},`];
  return `
  @override
  Map<String, Object?> toJson() => {${[...tag, ...entries].join(' ')}};
`;
}

function withoutNull({ type }: Field): Field['type'] {
  return type.kind === 'nullable' ? type.of : type;
}

/** A text in Dart source. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\'$]/g, (character) => `\\${character}`)}'`;
}
