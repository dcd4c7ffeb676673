import 'decode.dart';
import 'value.dart';

/// A callable function: its name, its types, and how it may be called.
final class Callable<In extends Input, Answer> {
  const Callable(
    this.name, {
    required this.decode,
    this.isIdempotent = false,
    this.isIrreversible = false,
  });

  final String name;

  /// Reads its answer.
  final Decode<Answer> decode;

  /// A repeated call has no further effect.
  final bool isIdempotent;

  /// Its calls use up an App Check token.
  final bool isIrreversible;
}
