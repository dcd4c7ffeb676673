/** Bytes of JSON that are handed on together. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Yields records as one indented JSON array; `counted` hears how many there were. */
export async function* jsonArray(
  records: AsyncIterable<object>,
  counted: (records: number) => void,
): AsyncGenerator<Uint8Array> {
  let text = '[';
  let count = 0;
  for await (const record of records) {
    text += `${count === 0 ? '' : ','}\n${JSON.stringify(record, null, 2)}`;
    count += 1;
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(`${text}${count === 0 ? '' : '\n'}]\n`);
  counted(count);
}
