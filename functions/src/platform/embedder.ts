import { embeddingModel } from './config.ts';
import type { Embedder } from './embedders/embedder.ts';

let loaded: Promise<Embedder> | undefined;

/**
 * This instance's embedder, loaded on first use: the packaged model, or the model of Vertex AI that
 * `EMBEDDING_MODEL` names.
 */
export function embedder(): Promise<Embedder> {
  return (loaded ??= load(embeddingModel.value()).catch((error: unknown) => {
    // Let the next call retry.
    loaded = undefined;
    throw error;
  }));
}

async function load(model: string): Promise<Embedder> {
  if (model === '') {
    const { localEmbedder } = await import('./embedders/local.ts');
    return localEmbedder();
  }
  const { vertexEmbedder } = await import('./embedders/vertex.ts');
  return vertexEmbedder(model);
}
