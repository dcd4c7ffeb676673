/** Computes sentence embeddings: vectors of 512 numbers, whose cosine is high for texts of similar meaning. */
export interface Embedder {
  /** The model: only vectors of the same model can be compared. */
  model: string;
  /** A vector of length 1 for each text, in the same order. */
  embed: (texts: string[]) => Promise<Float32Array[]>;
}
