import type { TableFolder, TableFormat } from './tableFolder.ts';
import type { TaxonomyItem } from './importTaxonomy.ts';

/** O*NET's download format: tab-separated without quotes. */
export const ONET_FORMAT: TableFormat = { delimiter: '\t', quotes: false };

/**
 * O*NET (https://www.onetcenter.org/database.html): occupations with their alternate titles, the technology skills each
 * of them uses, grouped by commodity, and related occupations.
 */
export async function* onetTaxonomy(folder: TableFolder): AsyncGenerator<TaxonomyItem> {
  const occupation = (code: string) => ({ kind: 'occupation' as const, code });
  const skill = (code: string) => ({ kind: 'skill' as const, code });
  const code = 'O*NET-SOC Code';

  const occupations = folder.read(['Occupation Data'], {
    required: [code, 'Title'],
    optional: ['Description'],
  });
  for await (const line of occupations) {
    const description = line.Description || null;
    yield { type: 'concept', concept: { ...occupation(line[code]), name: line.Title, description } };
  }
  const titles = folder.read(['Alternate Titles'], {
    required: [code, 'Alternate Title'],
    optional: ['Short Title'],
  });
  for await (const line of titles) {
    const concept = occupation(line[code]);
    yield { type: 'label', concept, label: line['Alternate Title'] };
    if (line['Short Title'] && line['Short Title'] !== 'n/a')
      yield { type: 'label', concept, label: line['Short Title'] };
  }
  const technologies = folder.read(['Technology Skills'], {
    required: [code, 'Example', 'Commodity Code', 'Commodity Title'],
  });
  for await (const line of technologies) {
    // Technologies have no code; the name identifies them.
    const technology = skill(line.Example);
    const commodity = skill(line['Commodity Code']);
    yield { type: 'concept', concept: { ...technology, name: line.Example, description: null } };
    yield { type: 'concept', concept: { ...commodity, name: line['Commodity Title'], description: null } };
    yield { type: 'relation', from: technology, to: commodity, kind: 'broader' };
    yield { type: 'relation', from: occupation(line[code]), to: technology, kind: 'uses' };
  }
  const related = folder.read(['Related Occupations'], {
    required: [code, 'Related O*NET-SOC Code'],
    isOptional: true,
  });
  for await (const line of related) {
    const to = occupation(line['Related O*NET-SOC Code']);
    yield { type: 'relation', from: occupation(line[code]), to, kind: 'related' };
  }
}
