import type { Declaration, Model, Type } from '../model/model.ts';

/** Which declarations occur in inputs, and which in answers; some occur in both. */
export interface Uses {
  inputs: ReadonlySet<string>;
  answers: ReadonlySet<string>;
  /** For the class of a variant: its literal, and the unions that it is one of. */
  variants: ReadonlyMap<string, VariantUse>;
}

export interface VariantUse {
  tag: string;
  value: string;
  unions: string[];
}

export function usesOf({ callables, declarations }: Model): Uses {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const inputs = new Set<string>();
  const answers = new Set<string>();
  for (const { input, output } of callables) {
    if (input !== null) follow(input, byName, inputs);
    for (const name of namesIn(output)) follow(name, byName, answers);
  }
  return { inputs, answers, variants: variantsOf(declarations) };
}

function follow(name: string, byName: ReadonlyMap<string, Declaration>, found: Set<string>): void {
  if (found.has(name)) return;
  found.add(name);
  const declaration = byName.get(name);
  if (declaration?.kind === 'object') {
    for (const { type } of declaration.fields) for (const used of namesIn(type)) follow(used, byName, found);
  }
  if (declaration?.kind === 'union')
    for (const variant of declaration.variants) follow(variant.name, byName, found);
}

function namesIn(type: Type): string[] {
  if (type.kind === 'named') return [type.name];
  return 'of' in type ? namesIn(type.of) : [];
}

function variantsOf(declarations: readonly Declaration[]): Map<string, VariantUse> {
  const variants = new Map<string, VariantUse>();
  for (const union of declarations) {
    if (union.kind !== 'union') continue;
    for (const { name, value } of union.variants) {
      const others = variants.get(name)?.unions ?? [];
      variants.set(name, { tag: union.tag, value, unions: [...others, union.name] });
    }
  }
  return variants;
}
