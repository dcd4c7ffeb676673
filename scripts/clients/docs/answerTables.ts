import type { Declaration, Field, Model, Type } from '../model/model.ts';
import { table } from './table.ts';
import { code, linkTo, TypeTexts } from './typeText.ts';

/** What docs/api.md says of answers and of what they are made of. */
export class AnswerTables {
  readonly #model: Model;
  readonly #texts: TypeTexts;

  constructor(model: Model) {
    this.#model = model;
    this.#texts = new TypeTexts(model.declarations);
  }

  /** The answer of a callable. */
  describe(output: Type): string {
    const answer = this.#model.declarations.find(({ name }) => isNamed(output, name));
    if (answer?.kind !== 'object') return `Gives ${this.#texts.of(output)}.`;
    return this.#fieldTable(`${answer.name} has`, answer.fields);
  }

  /** What several answers may hold, each with a section of its own. */
  describeParts(): string {
    const outputs = this.#model.callables.map(({ output }) => output);
    const parts = this.#model.declarations.filter(
      (part) => part.kind !== 'enum' && part.direction === 'output' && !isAnswer(part, outputs),
    );
    return parts
      .map((part) => [`#### ${part.name}`, part.description ?? '', this.#contents(part)])
      .map((section) => section.filter((text) => text !== '').join('\n\n'))
      .join('\n\n');
  }

  #contents(part: Declaration): string {
    if (part.kind === 'object') return this.#fieldTable('has', part.fields);
    if (part.kind === 'enum') return part.values.map(code).join(', ');
    return table(
      [`\`${part.tag}\``, ''],
      part.variants.map(({ value, name }) => [code(value), linkTo(name)]),
    );
  }

  #fieldTable(title: string, fields: readonly Field[]): string {
    return table(
      [title, '', ''],
      fields.map(({ name, type, description }) => [
        `\`${name}\``,
        this.#texts.of(type),
        description ?? this.#texts.descriptionOf(type),
      ]),
    );
  }
}

/** Answers that are objects stand with their callables. */
function isAnswer(part: Declaration, outputs: readonly Type[]): boolean {
  return part.kind === 'object' && outputs.some((output) => isNamed(output, part.name));
}

function isNamed(type: Type, name: string): boolean {
  return type.kind === 'named' && type.name === name;
}
