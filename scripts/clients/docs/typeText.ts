import type { Declaration, Type } from '../model/model.ts';

/** What types are called in a document, with links to those that have a section. */
export class TypeTexts {
  readonly #declarations: Map<string, Declaration>;

  constructor(declarations: readonly Declaration[]) {
    this.#declarations = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  }

  of(type: Type): string {
    switch (type.kind) {
      case 'named':
        return this.#named(type.name);
      case 'literal':
        return code(type.value);
      case 'nullable':
        return `${this.of(type.of)} or null`;
      case 'list':
        return `list of ${this.of(type.of)}`;
      case 'shortList':
        return `[short list](#rules-for-all-calls) of ${this.of(type.of)}`;
      case 'map':
        return `by name: ${this.of(type.of)}`;
      case 'integer':
        return 'whole number';
      case 'any':
        return 'anything';
      default:
        return type.kind;
    }
  }

  /** What the type itself says of a field. */
  descriptionOf(type: Type): string {
    if ('of' in type) return this.descriptionOf(type.of);
    const declaration = type.kind === 'named' ? this.#declarations.get(type.name) : undefined;
    return declaration?.kind === 'enum' ? (declaration.description ?? '') : '';
  }

  /** Enums are shown by their values, and have no section of their own. */
  #named(name: string): string {
    const declaration = this.#declarations.get(name);
    return declaration?.kind === 'enum' ? declaration.values.map(code).join(' or ') : linkTo(name);
  }
}

export function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

/** A value as JSON. */
export function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
