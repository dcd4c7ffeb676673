/** Hosts of pictures: accounts of Google, Firebase Storage, Cloudinary. Any other would learn who looks at a card. */
const HOSTS = /^(lh\d\.googleusercontent\.com|firebasestorage\.googleapis\.com|res\.cloudinary\.com)$/;

const MAX_CHARACTERS = 2048;

/** The picture that a document names by its URL; null for a URL that cards do not show. */
export function photoUrl(photo: string | null): string | null {
  if (photo === null || photo.length > MAX_CHARACTERS) return null;
  const url = URL.parse(photo);
  if (url?.protocol !== 'https:' || !HOSTS.test(url.hostname) || url.port !== '') return null;
  // Credentials, or an e-mail address in the path or the query.
  return /@|%40/.test(url.href) ? null : url.href;
}
