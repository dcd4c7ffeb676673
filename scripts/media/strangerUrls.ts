import type { CloudinaryAccount } from '../../functions/src/platform/cloudinary/account.ts';
import { RESOURCE_TYPES, type FileType } from '../../functions/src/platform/cloudinary/asset.ts';
import { renditionsOf } from '../../functions/src/media/files/fileTypes.ts';

/** What somebody knows who was shown a file: its public id is in every URL. */
export interface KnownFile {
  publicId: string;
  version: number;
  fileType: FileType;
  format: string;
  /** The signed URLs of its renditions. */
  handedOut: readonly string[];
}

/** A URL that somebody could make from what they know. */
export interface Attempt {
  what: string;
  url: string;
}

const DELIVERY_TYPES = ['upload', 'private', 'authenticated', 'public', 'asset'];

/** Transformations of one's own: sizes, all that keeps or tells metadata, other formats, pages and moments. */
const TRANSFORMATIONS = [
  ...['a_0', 'w_10', 'c_limit,w_9999', 'q_100', 'f_jpg', 'f_auto', 'fl_attachment', 'fl_attachment:photo'],
  ...['fl_keep_iptc', 'fl_keep_attribution', 'fl_keep_iptc,w_400', 'w_400/fl_keep_iptc', 'fl_keep_dar'],
  ...['fl_getinfo', 'fl_getinfo,w_400', 'fl_original', 'fl_immutable_cache', 'fl_lossy', 'fl_strip_profile'],
  ...[
    'pg_1',
    'pg_2',
    'so_0',
    'so_auto',
    'du_1',
    'dn_72',
    'fl_layer_apply',
    'fl_splice',
    'e_sharpen',
    'if_w_gt_1',
  ],
  ...['t_media_lib_thumb', 't_full', '$x_1/w_$x', 'w_auto,dpr_auto', 'sp_auto', 'ki_1', 'vs_10', 'dl_1'],
];

const EXTENSIONS = ['', '.jpg', '.png', '.json', '.pdf', '.mp4', '.m3u8', '.css', '.tif'];

/** The URLs of a file that strangers can make: none of them may deliver anything but a rendition of ours. */
export function strangerUrls(account: CloudinaryAccount, file: KnownFile): Attempt[] {
  return [
    ...unsigned(account, file),
    ...reusedSignatures(file),
    ...throughOtherFiles(account, file),
    ...throughApis(account, file),
  ];
}

/** Every type of file and delivery, with and without transformations, in other formats, of other versions. */
function unsigned(account: CloudinaryAccount, { publicId, version, fileType }: KnownFile): Attempt[] {
  const base = deliveryBase(account);
  const own = renditionsOf(fileType).map(([, { transformation }]) => transformation);
  const attempts: Attempt[] = [];
  for (const type of RESOURCE_TYPES) {
    for (const delivery of DELIVERY_TYPES) {
      for (const extension of EXTENSIONS) {
        const name = `${publicId}${extension}`;
        attempts.push({
          what: 'the original, unsigned',
          url: `${base}/${type}/${delivery}/v${String(version)}/${name}`,
        });
        attempts.push({ what: 'the original, of no version', url: `${base}/${type}/${delivery}/${name}` });
      }
      for (const transformation of [...TRANSFORMATIONS, ...own]) {
        attempts.push({
          what: 'a rendition, unsigned',
          url: `${base}/${type}/${delivery}/${transformation}/v${String(version)}/${publicId}`,
        });
      }
    }
  }
  return attempts;
}

/** The signatures of URLs that were handed out, on other URLs. */
function reusedSignatures({ handedOut, version, publicId, format }: KnownFile): Attempt[] {
  return handedOut.flatMap((url) => {
    const [, start = '', signature = '', transformation = '', name = ''] =
      /^(.*\/)(s--[\w-]+--)\/(.*)\/v\d+\/(.+)$/.exec(url) ?? [];
    const reuse = (what: string, changed: string): Attempt => ({
      what: `a reused signature, ${what}`,
      url: changed,
    });
    const versioned = `v${String(version)}`;
    const base = start.replace(/(image|video)\/authenticated\/$/, '');
    return [
      ...TRANSFORMATIONS.flatMap((other) => [
        reuse('another transformation', `${start}${signature}/${other}/${versioned}/${name}`),
        reuse('one more parameter', `${start}${signature}/${transformation},${other}/${versioned}/${name}`),
        reuse('one more component', `${start}${signature}/${transformation}/${other}/${versioned}/${name}`),
        reuse('a component before', `${start}${signature}/${other}/${transformation}/${versioned}/${name}`),
      ]),
      ...EXTENSIONS.map((extension) =>
        reuse(
          'another format',
          `${start}${signature}/${transformation}/${versioned}/${publicId}${extension}`,
        ),
      ),
      ...RESOURCE_TYPES.flatMap((type) =>
        DELIVERY_TYPES.map((delivery) =>
          reuse(
            'another type',
            `${base}${type}/${delivery}/${signature}/${transformation}/${versioned}/${name}`,
          ),
        ),
      ),
      ...[`${versioned}/${publicId}`, publicId, `${versioned}/${publicId}.${format}`].map((original) =>
        reuse('the original', `${start}${signature}/${original}`),
      ),
      ...['v1', `v${String(version + 1)}`].map((other) =>
        reuse('another version', `${start}${signature}/${transformation}/${other}/${name}`),
      ),
      reuse('none left', `${start}${transformation}/${versioned}/${name}`),
      reuse('in lower case', `${start}${signature.toLowerCase()}/${transformation}/${versioned}/${name}`),
    ].filter((attempt) => attempt.url !== url);
  });
}

/** The file as a layer over another one, in lists, sprites and fetched. */
function throughOtherFiles(
  account: CloudinaryAccount,
  { publicId, fileType, handedOut }: KnownFile,
): Attempt[] {
  const base = deliveryBase(account);
  const layer = publicId.replaceAll('/', ':');
  const elsewhere = encodeURIComponent('https://res.cloudinary.com/demo/image/upload/sample.jpg');
  const layers = ['authenticated', 'private', 'upload'].flatMap((delivery) =>
    [`l_${delivery}:${layer}`, `l_video:${delivery}:${layer}`, `u_${delivery}:${layer}`].flatMap(
      (overlay) => [
        `image/upload/${overlay}/fl_layer_apply/sample.jpg`,
        `image/upload/${overlay}/sample`,
        `image/fetch/${overlay}/fl_layer_apply/${elsewhere}`,
      ],
    ),
  );
  return [
    ...layers.map((path) => ({ what: 'the file laid over another', url: `${base}/${path}` })),
    ...['list', 'multi', 'sprite', 'text', 'facebook'].flatMap((delivery) =>
      ['', '.json', '.gif', '.css', '.pdf'].map((extension) => ({
        what: `as ${delivery}`,
        url: `${base}/image/${delivery}/${publicId}${extension}`,
      })),
    ),
    ...handedOut.map((url) => ({
      what: 'a rendition, fetched and transformed',
      url: `${base}/${fileType}/fetch/w_10/${encodeURIComponent(url)}`,
    })),
  ];
}

/** What the APIs answer without a key. */
function throughApis(
  account: CloudinaryAccount,
  { publicId, fileType, format, handedOut }: KnownFile,
): Attempt[] {
  const base = `${account.uploadPrefix}/v1_1/${account.cloudName}`;
  const [, signature = ''] = /s--([\w-]+)--/.exec(handedOut[0] ?? '') ?? [];
  const query = new URLSearchParams({
    public_id: publicId,
    type: 'authenticated',
    format,
    api_key: account.apiKey,
    timestamp: String(Math.floor(Date.now() / 1000)),
    signature,
  });
  return [
    ...['download', 'generate_archive', 'explicit', 'upload', 'download_backup'].map((action) => ({
      what: `the API's ${action}`,
      url: `${base}/${fileType}/${action}?${query.toString()}`,
    })),
    ...[`resources/${fileType}/authenticated/${publicId}`, `resources/${fileType}`, 'usage', 'config'].map(
      (path) => ({ what: 'the Admin API', url: `${base}/${path}?image_metadata=true` }),
    ),
  ];
}

/** Ways to spend the account's credits without any file of ours; they should be closed in its settings. */
export function spendingUrls(account: CloudinaryAccount): Attempt[] {
  const base = deliveryBase(account);
  const elsewhere = encodeURIComponent('https://res.cloudinary.com/demo/image/upload/sample.jpg');
  return [
    { what: 'the sample of a new account, transformed', url: `${base}/image/upload/w_11/sample.jpg` },
    { what: 'a sample of a new account', url: `${base}/image/upload/cld-sample.jpg` },
    { what: 'a picture from elsewhere', url: `${base}/image/fetch/w_11/${elsewhere}` },
  ];
}

function deliveryBase({ deliveryPrefix, cloudName }: CloudinaryAccount): string {
  return `${deliveryPrefix}/${cloudName}`;
}
