import { campusZone } from '../../../platform/campusTime.ts';
import { INDEX_STYLE } from './indexStyle.ts';

/** A file as the page lists it. */
export interface ListedFile {
  name: string;
  holds: string;
  /** Which other people are in it; null for none. */
  others: string | null;
  /** Null for a file that holds no records. */
  records: number | null;
}

interface Index {
  madeAt: Date;
  /** Null if there is no link. */
  linkEndsAt: Date | null;
  files: readonly ListedFile[];
}

/** Originals that are listed one by one; of more, the page gives the number, and media/list.json the names. */
const MAX_LISTED_MEDIA = 100;

/** The page that explains an archive: it opens from the unpacked folder, without a server or a script. */
export function indexPage({ madeAt, linkEndsAt, files }: Index): string {
  const isOriginal = ({ name, records }: ListedFile): boolean =>
    name.startsWith('media/') && records === null;
  const data = files.filter((file) => !isOriginal(file));
  const [filled, empty] = [
    data.filter(({ records }) => records !== 0),
    data.filter(({ records }) => records === 0),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is kept about you</title>
<style>${INDEX_STYLE}</style>
</head>
<body>
<header>
<h1>What is kept about you</h1>
<p>This archive was made on <strong>${inWords(madeAt)}</strong>. ${linkText(linkEndsAt)}</p>
</header>
<main>
<section aria-labelledby="read">
<h2 id="read">How to read it</h2>
<p>Each file below opens in a browser or a text editor. The files in <code>data</code> are JSON: lists of records, with the
name of each field before its value. Times in them are in UTC and written as in 2026-03-16T08:00:00Z. The folder
<code>media</code> has the images and videos that you uploaded, as you uploaded them.</p>
</section>
<section aria-labelledby="others">
<h2 id="others">Who else is in it</h2>
<p>Other people appear only where you can see them in the app, and only by the name on their card. Somebody without a card,
who has left or does not want to be found, appears as <code>null</code>. Nobody’s e-mail address, rating or attendance is in
it but yours, and neither is who has looked at your profile.</p>
</section>
${table('data', 'Files with something about you', filled)}
${originals(files.filter(isOriginal))}
${table('empty', 'Files without anything about you', empty)}
</main>
</body>
</html>
`;
}

function linkText(linkEndsAt: Date | null): string {
  if (linkEndsAt === null) return 'Keep it where only you can read it.';
  return `The link to it works until <strong>${inWords(linkEndsAt)}</strong>; then the archive is deleted, and you can ask for
another in the app. Keep your copy where only you can read it.`;
}

/** Such as "Monday, 30 November 2026 at 22:45 (Europe/Madrid)". */
function inWords(time: Date): string {
  const zone = campusZone();
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: zone }).format(time);
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone }).format(time);
  return `${day} at ${clock} (${zone === 'Etc/UTC' ? 'UTC' : zone})`;
}

function table(id: string, title: string, files: readonly ListedFile[]): string {
  if (files.length === 0) return '';
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<table>
<thead><tr><th scope="col">File</th><th scope="col">What is in it</th><th scope="col">Others in it</th><th scope="col" class="number">Records</th></tr></thead>
<tbody>
${files.map(row).join('\n')}
</tbody>
</table>
</section>`;
}

function row({ name, holds, others, records }: ListedFile): string {
  return `<tr><th scope="row">${link(name)}</th><td>${escape(capitalise(holds))}</td><td>${escape(capitalise(others ?? 'nobody'))}</td><td class="number">${String(records ?? '')}</td></tr>`;
}

function originals(files: readonly ListedFile[]): string {
  if (files.length === 0) return '';
  const items = files
    .slice(0, MAX_LISTED_MEDIA)
    .map(({ name, holds }) => `<li>${link(name)}: ${escape(holds)}</li>`);
  const more = files.length - items.length;
  return `<section aria-labelledby="media">
<h2 id="media">Your images and videos</h2>
<ul>
${items.join('\n')}
</ul>
${more > 0 ? `<p>And ${String(more)} more: ${link('media/list.json')} names them all.</p>` : ''}
</section>`;
}

function link(name: string): string {
  return `<a href="${escape(encodeURI(name))}">${escape(name).replaceAll(/[/_]/g, '$&<wbr>')}</a>`;
}

function capitalise(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
