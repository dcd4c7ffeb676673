import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Reads a multipart form into memory. */
export async function readForm(request: IncomingMessage): Promise<FormData> {
  const contentType = request.headers['content-type'] ?? '';
  const received = withLongBoundary(await buffer(request), contentType);
  // Deprecated for servers because it buffers whole files; a stand-in may.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return received.formData();
}

/**
 * The form with a boundary that cannot occur in a value. The SDK's is random and sometimes two characters long, and
 * the parser of Node.js (undici 7) takes the same two characters inside a signature for it.
 */
function withLongBoundary(body: Buffer<ArrayBuffer>, contentType: string): Response {
  const boundary = /boundary=([a-z0-9]{0,16})$/.exec(contentType)?.[1];
  if (boundary === undefined) return new Response(body, { headers: { 'content-type': contentType } });
  const long = `boundary-${randomUUID()}`;
  const delimiter = new RegExp(`(^|\\r\\n)--${boundary}(?=--|\\r\\n)`, 'g');
  const rewritten = Buffer.from(body.toString('latin1').replace(delimiter, `$1--${long}`), 'latin1');
  return new Response(rewritten, { headers: { 'content-type': `multipart/form-data; boundary=${long}` } });
}
