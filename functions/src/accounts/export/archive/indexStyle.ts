/** The style of the page: legible in light and dark, on paper, and on a telephone. */
export const INDEX_STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --quiet: #55555f; --page: #ffffff; --line: #d9d9e0; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8ee; --quiet: #b4b4be; --page: #16161a; --line: #3c3c46; --link: #9ec1ff; }
}
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
p, ul { max-width: 44rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: .875rem; }
tbody th { font-weight: normal; overflow-wrap: break-word; min-width: 12rem; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .75rem 0; border-bottom: 1px solid var(--line); }
  th, td, td.number { display: block; border: 0; padding: 0; text-align: left; }
  td.number:not(:empty)::before { content: "Records: "; color: var(--quiet); }
  td:nth-child(3)::before { content: "Others: "; color: var(--quiet); }
}
@media print { a { color: inherit; } }
`;
