import type { Declaration, Model } from '../model/model.ts';

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

export function usesOf({ declarations, sent, received }: Model): Uses {
  return { inputs: sent, answers: received, variants: variantsOf(declarations) };
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
