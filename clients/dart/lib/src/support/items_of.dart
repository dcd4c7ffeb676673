/// The items of all pages, in order. A page is fetched when somebody listens
/// for its items; one without a cursor is the last.
Stream<Item> itemsOf<Page, Item>(
  Future<Page> Function(String? cursor) fetch,
  (List<Item> items, String? cursor) Function(Page page) read,
) async* {
  String? cursor;
  do {
    final (items, next) = read(await fetch(cursor));
    yield* Stream.fromIterable(items);
    cursor = next;
  } while (cursor != null);
}
