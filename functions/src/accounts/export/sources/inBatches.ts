/** Collects values into arrays of at most `size`, so that what belongs to many is looked up at once. */
export async function* inBatches<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
  size = 200,
): AsyncGenerator<Value[]> {
  let batch: Value[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
