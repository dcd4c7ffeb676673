import assert from 'node:assert/strict';
import sharp from 'sharp';
import { checkDelivery } from '../../../../scripts/media/checkDelivery.ts';
import { findMetadata } from '../../../../scripts/media/findMetadata.ts';
import { MediaHarness, VIDEO } from '../../support/media.ts';

/** A photo that says where it was taken. */
async function photoWithPosition(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#284' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Phone' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 3900/100',
      },
    })
    .toBuffer();
}

describe('a photo with a position', () => {
  let harness: MediaHarness;
  let photo: Buffer;
  let key: { fileType: string; delivery: string; publicId: string };
  before(async () => {
    harness = await MediaHarness.open();
    photo = await photoWithPosition();
    const { mediaId } = await harness.send(photo);
    await harness.send(VIDEO, { type: 'video', contentType: 'video/mp4' });
    await harness.idle();
    key = { fileType: 'image', delivery: 'authenticated', publicId: `showcase/${mediaId}` };
  });
  after(() => harness.close());
  afterEach(() => {
    harness.cloudinary.isStrict = false;
    harness.cloudinary.files.delete(`image/private/${key.publicId}`);
    harness.cloudinary.files.delete('image/upload/sample');
  });

  const check = () => checkDelivery(harness.database.sql, harness.stores.cloudinary);

  /** Puts the same photo into the store, of another delivery type. */
  function store(delivery: string, publicId = key.publicId): void {
    const stored = harness.cloudinary.files.require(key);
    harness.cloudinary.files.set(`image/${delivery}/${publicId}`, {
      ...stored,
      delivery,
      publicId,
      derived: new Set(),
    });
  }

  it('is kept as it came, and shows the position under no URL that a stranger can make', async function () {
    this.timeout(120_000);
    const original = await harness.cloudinary.readFile(key);
    assert.ok(original.equals(photo));
    assert.notDeepEqual(await findMetadata(original), [], 'the position is in the original');
    const { findings, attempts, files } = await check();
    assert.deepEqual(findings, []);
    assert.equal(files, 2);
    assert.ok(attempts > 1000, String(attempts));
  });

  it('would show it if it were private, unless transformations are strict', async function () {
    this.timeout(120_000);
    store('private');
    const { findings } = await check();
    const exposed = findings.filter(({ problem }) => problem.startsWith('is delivered with'));
    for (const flag of ['fl_keep_iptc', 'fl_getinfo']) {
      assert.ok(
        exposed.some(({ url }) => url.includes(`/image/private/${flag}/`)),
        flag,
      );
    }
    // Without the renditions that were just made.
    store('private');
    harness.cloudinary.isStrict = true;
    const strict = await check();
    assert.deepEqual(
      strict.findings.map(({ what }) => what),
      ['a file of the type private'],
    );
  });

  it('comes with the finding that others can spend the credits, if a sample is open', async function () {
    this.timeout(120_000);
    store('upload', 'sample');
    const { findings } = await check();
    assert.ok(findings.some(({ what }) => what === 'the sample of a new account, transformed'));
    assert.ok(findings.some(({ what }) => what === 'a file of the type upload'));
  });
});
