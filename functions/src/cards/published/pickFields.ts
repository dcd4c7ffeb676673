/** The fields of a document that a card is made of: encoding the others, of up to a megabyte, would be wasted. */
export function pickFields(
  data: Record<string, unknown>,
  fields: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => (field in data ? [[field, data[field]]] : [])));
}
