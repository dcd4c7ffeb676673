/** Computes what texts mean, as directions of 512 numbers: texts of like meaning have a high cosine. */
export interface Embedder {
  /** Whose directions compare: only those of one model do. */
  model: string;
  /** A vector of length 1 for each text, in the same order. */
  embed: (texts: string[]) => Promise<Float32Array[]>;
}
