const BLOCK = /<!-- (?<name>[\w-]+) -->\n.*?<!-- end of \k<name> -->/gs;

/**
 * A document with a text of its own between each pair of markers: `<!-- name -->` and `<!-- end of name -->`.
 *
 * @param texts by name
 * @throws Error for a name without a pair of markers, and for a pair without a text
 */
export function fillMarkers(document: string, texts: Record<string, string>): string {
  const found = new Set<string>();
  const filled = document.replaceAll(BLOCK, (_block, name: string) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`nothing is generated for <!-- ${name} -->`);
    found.add(name);
    return `<!-- ${name} -->\n${text.trim()}\n<!-- end of ${name} -->`;
  });
  const missing = Object.keys(texts).filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new Error(`the document has no place for ${missing.map((name) => `<!-- ${name} -->`).join(', ')}`);
  }
  return filled;
}
