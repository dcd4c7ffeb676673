import type { Declaration, Model, Type } from '../model/model.ts';

/** A type as a released client knows it, and as it is now. */
interface Pair {
  before: Type;
  after: Type;
}

/** What of answers a client that was made from the released model could not decode, a sentence each. */
export function outputBreaks(released: Model, current: Model, callable: string): string[] {
  const output = (model: Model): Type | undefined =>
    model.callables.find(({ name }) => name === callable)?.output;
  const [before, after] = [output(released), output(current)];
  if (before === undefined || after === undefined) return [];
  return new Comparison(released, current).breaks({ before, after }, 'the answer');
}

class Comparison {
  readonly #released: Map<string, Declaration>;
  readonly #current: Map<string, Declaration>;
  /** Types may hold one another. */
  readonly #compared = new Set<string>();

  constructor(released: Model, current: Model) {
    this.#released = byName(released);
    this.#current = byName(current);
  }

  breaks({ before, after }: Pair, at: string): string[] {
    if (after.kind === 'nullable' && before.kind !== 'nullable') return [`${at} may now be null.`];
    if (before.kind === 'nullable') {
      return this.breaks({ before: before.of, after: after.kind === 'nullable' ? after.of : after }, at);
    }
    if (before.kind === 'named' && after.kind === 'named') return this.#declared(before.name, after.name, at);
    if ('of' in before && 'of' in after && before.kind === after.kind) {
      return this.breaks({ before: before.of, after: after.of }, `${at}[]`);
    }
    // Whoever reads numbers reads whole ones.
    if (before.kind === 'number' && after.kind === 'integer') return [];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    return [`${at} is now ${describe(after)}, and was ${describe(before)}.`];
  }

  #declared(before: string, after: string, at: string): string[] {
    const pair = `${before} ${after}`;
    if (this.#compared.has(pair)) return [];
    this.#compared.add(pair);
    const [old, now] = [this.#released.get(before), this.#current.get(after)];
    if (old?.kind !== now?.kind)
      return [`${at} is now ${now?.kind ?? 'gone'}, and was ${old?.kind ?? 'unknown'}.`];
    if (old?.kind === 'object' && now?.kind === 'object') {
      return old.fields.flatMap(({ name, type }) => {
        const field = now.fields.find((other) => other.name === name);
        const place = `${at}.${name}`;
        return field === undefined
          ? [`${place} is gone.`]
          : this.breaks({ before: type, after: field.type }, place);
      });
    }
    if (old?.kind === 'union' && now?.kind === 'union') {
      if (old.tag !== now.tag) return [`${at} is told apart by \`${now.tag}\`, and was by \`${old.tag}\`.`];
      return old.variants.flatMap(({ value, name }) => {
        const variant = now.variants.find((other) => other.value === value);
        return variant === undefined ? [] : this.#declared(name, variant.name, `${at}.${value}`);
      });
    }
    return [];
  }
}

function byName({ declarations }: Model): Map<string, Declaration> {
  return new Map(declarations.map((declaration) => [declaration.name, declaration]));
}

function describe(type: Type): string {
  switch (type.kind) {
    case 'named':
      return type.name;
    case 'literal':
      return JSON.stringify(type.value);
    default:
      return type.kind;
  }
}
