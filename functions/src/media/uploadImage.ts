import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { announce, uploadFields } from './files/announce.ts';
import { formatOf, Inspector } from './files/contents.ts';
import { KINDS, PURPOSE_NAMES } from './files/kinds.ts';
import { notificationUrl } from './files/notificationUrl.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { retire } from './files/retire.ts';
import { mediaById } from './files/row.ts';
import { settle } from './files/settle.ts';
import { stores, type Stores } from './files/stores.ts';
import { view, type MediaView } from './files/view.ts';

/** Largest image, in bytes. */
const MAX_BYTES = 6 * 1024 * 1024;

/** Largest input: base64 makes 4 characters of 3 bytes. */
const MAX_INPUT_BYTES = (MAX_BYTES / 3) * 4 + 1000;

const input = z.strictObject({
  /** The image in base64. */
  data: z.string().min(1),
  purpose: z.enum(PURPOSE_NAMES),
  source: z.enum(['mobile', 'web']).default('web'),
});

/** For everybody who is signed in: uploads a small image, for clients that cannot do so directly. */
export const uploadImage = callable({
  name: 'uploadImage',
  allow: 'signed-in',
  input,
  maxBytes: MAX_INPUT_BYTES,
  rateLimit: { calls: 20, seconds: 60 },
  // Cloud Run takes inputs of 32 MB, which are in memory several times before they are refused.
  options: { secrets: MEDIA_SECRETS, memory: '1GiB', concurrency: 4, timeoutSeconds: 120 },
  handle: (context, image) => passOn(context, stores(), image),
});

export async function passOn(
  { uid, sql, now }: CallContext,
  media: Stores,
  { data, purpose, source }: z.infer<typeof input>,
): Promise<MediaView> {
  const bytes = decoded(data);
  const format = inspected(bytes);
  const { cloudinary } = media;
  const size = bytes.length;
  const row = await announce(sql, { uid, fileType: 'image', format, bytes: size, purpose, source, now });
  const fields = await uploadFields(cloudinary, row, notificationUrl(cloudinary));
  try {
    await settle(sql, media, await cloudinary.upload('image', fields, new Blob([bytes])));
  } catch (error) {
    // Refused, it will never come. Not reached, it may have arrived all the same: the sweep finds out.
    if (error instanceof DomainError && error.code === 'bad-input') {
      await retire(sql, media, row.id, { status: 'rejected', reason: 'the media store refused it' });
    }
    throw error;
  }
  return view((await mediaById(sql, row.id)) ?? row);
}

function decoded(data: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(data, 'base64');
  // What is no base64 is left out in decoding.
  if (bytes.toString('base64') !== data) throw badData('is no base64');
  if (bytes.length > MAX_BYTES) throw badData(`is larger than ${String(MAX_BYTES)} bytes`);
  return bytes;
}

/** The format of an image that may be uploaded. */
function inspected(bytes: Buffer): string {
  const format = formatOf(bytes);
  if (format === null || !Object.values(KINDS.image.formats).includes(format)) {
    throw badData('is no image of a format that is taken: JPEG, PNG, WebP, GIF or HEIC');
  }
  const inspector = new Inspector(format);
  inspector.add(bytes);
  const problem = inspector.problem();
  if (problem !== null) throw badData(`is refused: ${problem}`);
  return format;
}

function badData(problem: string): DomainError {
  return new DomainError('bad-input', `data: ${problem}`, { fields: [{ field: 'data', problem }] });
}
