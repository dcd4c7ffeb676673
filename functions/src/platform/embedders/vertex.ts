import { applicationDefault } from 'firebase-admin/app';
import { z } from 'zod';
import { functionsRegion } from '../region.ts';
import type { Embedder } from './embedder.ts';

/** Length of the requested vectors, and texts per request: the most that is allowed outside us-central1. */
const DIMENSIONS = 512;
const TEXTS_PER_REQUEST = 5;

const TIMEOUT_MS = 10_000;

const responseSchema = z.object({
  predictions: z.array(
    z.object({ embeddings: z.object({ values: z.array(z.number()).length(DIMENSIONS) }) }),
  ),
});

/** An endpoint of Vertex AI, and the credentials for it. */
export interface Vertex {
  /** URL of the models of a location, without a trailing slash. */
  models: string;
  token: () => Promise<string>;
}

/**
 * A text embedding model of Vertex AI, such as `text-embedding-005`, called in the functions' region as their service
 * account, which needs the role `roles/aiplatform.user`.
 *
 * https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api
 */
export function vertexEmbedder(model: string, { models, token } = thisProject()): Embedder {
  async function request(texts: string[]): Promise<Float32Array[]> {
    const response = await fetch(`${models}/${model}:predict`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        instances: texts.map((content) => ({ content, task_type: 'SEMANTIC_SIMILARITY' })),
        parameters: { outputDimensionality: DIMENSIONS },
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // The body may quote the texts.
    if (!response.ok) throw new Error(`${model} answered with HTTP status ${String(response.status)}`);
    const { predictions } = responseSchema.parse(await response.json());
    if (predictions.length !== texts.length)
      throw new Error(
        `${model} returned ${String(predictions.length)} vectors for ${String(texts.length)} texts`,
      );
    return predictions.map(({ embeddings }) => unit(embeddings.values));
  }

  return {
    model,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += TEXTS_PER_REQUEST) {
        vectors.push(...(await request(texts.slice(from, from + TEXTS_PER_REQUEST))));
      }
      return vectors;
    },
  };
}

function thisProject(): Vertex {
  const region = functionsRegion.value();
  const project = process.env['GCLOUD_PROJECT'] ?? '';
  const credential = applicationDefault();
  return {
    models: `https://${region}-aiplatform.googleapis.com/v1/projects/${project}/locations/${region}/publishers/google/models`,
    token: async () => (await credential.getAccessToken()).access_token,
  };
}

/** Scales a vector to length 1, which vectors of reduced dimension do not have. */
function unit(values: number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}
