import type { TableFolder, TableFormat } from './tableFolder.ts';
import type { TaxonomyItem } from './importTaxonomy.ts';

/** ESCO's download format: comma-separated with quotes. */
export const ESCO_FORMAT: TableFormat = { delimiter: ',', quotes: true };

/**
 * The English ESCO classification, version 1 (https://esco.ec.europa.eu/en/use-esco/download): skills, skill groups and
 * occupations with their alternative labels, and the relations between them.
 */
export async function* escoTaxonomy(folder: TableFolder): AsyncGenerator<TaxonomyItem> {
  yield* concepts('skill', ['skills_en']);
  yield* concepts('skill', ['skillGroups_en'], true);
  yield* concepts('occupation', ['occupations_en']);

  const skill = (code: string) => ({ kind: 'skill' as const, code });
  const needs = folder.read(['occupationSkillRelations_en', 'occupationSkillRelations'], {
    required: ['occupationUri', 'relationType', 'skillUri'],
  });
  for await (const { occupationUri, relationType, skillUri } of needs) {
    if (relationType !== 'essential' && relationType !== 'optional') continue;
    const from = { kind: 'occupation' as const, code: occupationUri };
    yield { type: 'relation', from, to: skill(skillUri), kind: relationType };
  }
  const broader = folder.read(['broaderRelationsSkillPillar_en', 'broaderRelationsSkillPillar'], {
    required: ['conceptUri', 'broaderUri'],
    isOptional: true,
  });
  for await (const { conceptUri, broaderUri } of broader) {
    yield { type: 'relation', from: skill(conceptUri), to: skill(broaderUri), kind: 'broader' };
  }
  const related = folder.read(['skillSkillRelations_en', 'skillSkillRelations'], {
    required: ['originalSkillUri', 'relatedSkillUri'],
    isOptional: true,
  });
  for await (const { originalSkillUri, relatedSkillUri } of related) {
    yield { type: 'relation', from: skill(originalSkillUri), to: skill(relatedSkillUri), kind: 'related' };
  }

  async function* concepts(
    kind: 'skill' | 'occupation',
    names: string[],
    isOptional = false,
  ): AsyncGenerator<TaxonomyItem> {
    const lines = folder.read(names, {
      required: ['conceptUri', 'preferredLabel'],
      optional: ['altLabels', 'hiddenLabels', 'description'],
      isOptional,
    });
    for await (const {
      conceptUri: code,
      preferredLabel: name,
      altLabels,
      hiddenLabels,
      description,
    } of lines) {
      yield { type: 'concept', concept: { kind, code, name, description: description || null } };
      for (const label of `${altLabels}\n${hiddenLabels}`.split('\n').map((text) => text.trim())) {
        if (label !== '') yield { type: 'label', concept: { kind, code }, label };
      }
    }
  }
}
