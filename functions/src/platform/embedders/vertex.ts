import { applicationDefault } from 'firebase-admin/app';
import { z } from 'zod';
import { functionsRegion } from '../config.ts';
import type { Embedder } from './embedder.ts';

/** Numbers that are asked for, and texts of one request: outside us-central1 it takes no more. */
const DIMENSIONS = 512;
const TEXTS = 5;

const TIMEOUT_MS = 10_000;

const answer = z.object({
  predictions: z.array(
    z.object({ embeddings: z.object({ values: z.array(z.number()).length(DIMENSIONS) }) }),
  ),
});

/** Where Vertex AI is, and as whom it is asked. */
export interface Vertex {
  /** Address of the location's models, without a slash at the end. */
  models: string;
  token: () => Promise<string>;
}

/**
 * A text embedding model of Vertex AI, such as `text-embedding-005`, asked in the functions' region as their
 * service account, which needs the role `roles/aiplatform.user`.
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
    // What it answers may quote the texts.
    if (!response.ok) throw new Error(`${model} answers ${String(response.status)}`);
    const { predictions } = answer.parse(await response.json());
    if (predictions.length !== texts.length) throw new Error(`${model} answers fewer vectors than texts`);
    return predictions.map(({ embeddings }) => unit(embeddings.values));
  }

  return {
    model,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += TEXTS) {
        vectors.push(...(await request(texts.slice(from, from + TEXTS))));
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

/** Shortened vectors are not of length 1. */
function unit(values: number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}
