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
    harness.cloudinary.files.delete(`image/upload/${key.publicId}`);
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

  /** What the vendor's own SDK asks for; true where the stand-in delivers it, with or without the position. */
  const delivers = async (delivery: string, transformation: string, isSigned: boolean): Promise<string> => {
    const { v2: sdk } = await import('cloudinary');
    const { account } = harness.stores.cloudinary;
    const url = sdk
      .url(key.publicId, {
        cloud_name: account.cloudName,
        api_secret: account.apiSecret,
        type: delivery,
        sign_url: isSigned,
        secure: true,
        urlAnalytics: false,
        ...(transformation !== '' && { raw_transformation: transformation }),
      })
      .replace('https://res.cloudinary.com', account.deliveryPrefix);
    const response = await fetch(url);
    const content = Buffer.from(await response.arrayBuffer());
    if (!response.ok) return String(response.status);
    return (await findMetadata(content)).length > 0 ? 'position' : 'no position';
  };

  // https://cloudinary.com/documentation/control_access_to_media, and fl_keep_iptc of the transformation reference.
  const documented: [delivery: string, transformation: string, unsigned: string, signed: string][] = [
    ['upload', '', 'position', 'position'],
    ['upload', 'w_20', 'no position', 'no position'],
    ['upload', 'fl_keep_iptc', 'position', 'position'],
    ['upload', 'fl_getinfo', 'position', 'position'],
    ['private', '', '401', 'position'],
    ['private', 'w_20', 'no position', 'no position'],
    ['private', 'w_20/fl_keep_iptc', 'position', 'position'],
    ['authenticated', '', '401', 'position'],
    ['authenticated', 'w_20', '401', 'no position'],
    ['authenticated', 'fl_keep_iptc', '401', 'position'],
  ];
  for (const isStrict of [false, true]) {
    it(`is delivered as documented by delivery type, ${isStrict ? 'with' : 'without'} strict transformations`, async () => {
      store('upload');
      store('private');
      for (const [delivery, transformation, unsigned, signed] of documented) {
        harness.cloudinary.isStrict = isStrict;
        const expected = isStrict && transformation !== '' ? '401' : unsigned;
        const what = `${delivery} ${transformation}`;
        assert.equal(await delivers(delivery, transformation, false), expected, `${what}, unsigned`);
        assert.equal(await delivers(delivery, transformation, true), signed, `${what}, signed`);
        if (delivery === 'authenticated' || transformation === 'fl_getinfo' || transformation === '')
          continue;
        assert.equal(await delivers(delivery, transformation, false), signed, `${what}, which exists now`);
      }
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
