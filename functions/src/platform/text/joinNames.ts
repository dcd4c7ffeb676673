let format: Intl.ListFormat | undefined;

/** A list as English writes it: "A", "A and B", "A, B, and C". The format takes 20 ms to make, so only when needed. */
export function joinNames(names: readonly string[]): string {
  format ??= new Intl.ListFormat('en');
  return format.format(names);
}
