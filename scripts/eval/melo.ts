import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from './evaluation.ts';

/** Occupation titles, queries, and the titles that annotators judged relevant. */
export interface Melo {
  queries: { id: string; text: string; relevant: Set<string> }[];
  names: { id: string; text: string }[];
}

export async function readMelo(): Promise<Melo> {
  const folder = await dataFolder('melo-usa-en');
  const read = async (file: string): Promise<string[][]> =>
    (await readFile(join(folder, file), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  const [queries, names, annotations] = await Promise.all(
    ['queries.tsv', 'corpus_elements.tsv', 'annotations.tsv'].map(read),
  );
  const relevant = new Map<string, Set<string>>();
  for (const [query = '', , name = '', judgement] of annotations ?? []) {
    if (Number(judgement) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(name));
  }
  return {
    queries: (queries ?? []).map(([id = '', text = '']) => ({
      id,
      text,
      relevant: relevant.get(id) ?? new Set(),
    })),
    names: (names ?? []).map(([id = '', text = '']) => ({ id, text })),
  };
}
