import 'decode.dart';
import 'value.dart';

/// The first few of some things, and how many there are.
final class ShortList<T> extends Value {
  const ShortList({required this.total, required this.items});

  /// How many there are.
  final int total;

  /// The first of them.
  final List<T> items;

  @override
  List<Object?> get props => [total, items];
}

/// Reads a short list of what [decode] reads.
Decode<ShortList<T>> shortListOf<T>(Decode<T> decode) => (json) {
  final fields = Fields('ShortList', json);
  return ShortList(
    total: fields.read('total', asInt),
    items: fields.read('items', listOf(decode)),
  );
};
