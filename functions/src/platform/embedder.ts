import { embeddingModel } from './config.ts';

/** Computes what texts mean, as directions of 512 numbers: texts of like meaning have a high cosine. */
export interface Embedder {
  /** Whose directions compare: only those of one model do. */
  model: string;
  /** A vector of length 1 for each text, in the same order. */
  embed: (texts: string[]) => Promise<Float32Array[]>;
}

let chosen: Promise<Embedder> | undefined;

/**
 * This instance's embedder, loaded on first use: the packaged model, or the model of Vertex AI that
 * `EMBEDDING_MODEL` names.
 */
export function embedder(): Promise<Embedder> {
  return (chosen ??= load(embeddingModel.value()).catch((error: unknown) => {
    // The next call tries again.
    chosen = undefined;
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
