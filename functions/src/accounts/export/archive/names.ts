/** The page that explains the archive. */
export const INDEX_NAME = 'index.html';

/** The list of the originals, which are beside it. */
export const MEDIA_LIST = 'media/list.json';
