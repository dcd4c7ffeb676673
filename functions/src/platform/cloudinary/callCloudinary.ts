import { z } from 'zod';
import { DomainError, isDomainError } from '../errors.ts';

/**
 * Returns Cloudinary's response, or null when it answers that there is no such file.
 *
 * A call that ends without a response is retried once: the server may close a kept-alive connection just as the
 * next request is sent, https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1. Pass `attempts = 1` for calls that
 * are not idempotent.
 *
 * @throws DomainError `unreachable` on timeouts, rate limits and server errors.
 */
export async function callCloudinary(call: () => Promise<unknown>, attempts = 2): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (isDomainError(error)) throw error;
    const { http_code: status } = failureSchema.parse(error);
    if (status === 404) return null;
    if (status === undefined && attempts > 1) return callCloudinary(call, attempts - 1);
    // The SDK's error may contain the request, secrets included, so keep only the status.
    if (status === undefined || status === 420 || status === 429 || status >= 499) {
      throw new DomainError('unreachable', 'The media store cannot be reached. Try again later.');
    }
    throw new Error(`Cloudinary rejected the request with status ${String(status)}`);
  }
}

/** The SDK rejects with an error, with Cloudinary's response, or with an object that wraps either as `error`. */
const failureSchema = z.preprocess(
  (error) => (error as { error?: unknown } | null)?.error ?? error,
  z.object({ http_code: z.number().optional() }).catch({}),
);
