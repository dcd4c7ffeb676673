import assert from 'node:assert/strict';
import { vertexEmbedder } from '../../../src/platform/embedders/vertex.ts';

interface Request {
  instances: { content: string; task_type: string }[];
  parameters: { outputDimensionality: number };
}

describe('vertexEmbedder', () => {
  const { fetch } = globalThis;
  let requests: { url: string; token: string | null; body: Request }[];
  beforeEach(() => (requests = []));
  afterEach(() => void (globalThis.fetch = fetch));

  /** Stands in for Vertex AI, as its reference describes it. */
  function answerWith(answer: (body: Request) => Response): void {
    globalThis.fetch = (url, init) => {
      const body = JSON.parse(init?.body as string) as Request;
      requests.push({ url: url as string, token: new Headers(init?.headers).get('authorization'), body });
      return Promise.resolve(answer(body));
    };
  }

  const embedder = vertexEmbedder('text-embedding-005', {
    models: 'https://vertex.example/models',
    token: () => Promise.resolve('secret'),
  });

  it('requests vectors of 512 numbers for a few texts at a time, and scales them to length 1', async () => {
    answerWith(({ instances }) =>
      Response.json({
        predictions: instances.map(({ content }) => ({
          embeddings: {
            values: Array.from({ length: 512 }, (_, index) => (index === Number(content) ? 3 : 0)),
          },
        })),
      }),
    );
    const vectors = await embedder.embed(['0', '1', '2', '3', '4', '5', '6']);
    assert.deepEqual(
      vectors.map((vector) => vector.findIndex((value) => value === 1)),
      [0, 1, 2, 3, 4, 5, 6],
    );
    assert.equal(requests.length, 2);
    for (const { url, token, body } of requests) {
      assert.equal(url, 'https://vertex.example/models/text-embedding-005:predict');
      assert.equal(token, 'Bearer secret');
      assert.equal(body.parameters.outputDimensionality, 512);
      assert.ok(body.instances.length <= 5);
    }
  });

  it('fails with the HTTP status of a refusal, without quoting the texts', async () => {
    answerWith(() => new Response('quota for "my text"', { status: 429 }));
    await assert.rejects(embedder.embed(['my text']), {
      message: 'text-embedding-005 answered with HTTP status 429',
    });
  });

  it('fails when the vectors have another length', async () => {
    answerWith(() => Response.json({ predictions: [{ embeddings: { values: [1, 2, 3] } }] }));
    await assert.rejects(embedder.embed(['my text']));
  });
});
