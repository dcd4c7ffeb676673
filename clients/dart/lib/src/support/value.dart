import 'package:meta/meta.dart';

/// Something immutable that is equal to whatever has the same type and
/// [props].
@immutable
abstract class Value {
  const Value();

  /// All that it consists of.
  @protected
  List<Object?> get props;

  /// What [toString] shows besides the type. Never contents: they may be
  /// personal.
  @protected
  String? get identity => null;

  @override
  bool operator ==(Object other) =>
      identical(this, other) ||
      other is Value &&
          other.runtimeType == runtimeType &&
          _isEqual(props, other.props);

  @override
  int get hashCode => Object.hash(runtimeType, _hash(props));

  @override
  String toString() => '$runtimeType(${identity ?? ''})';
}

/// Something that is sent.
abstract class Input extends Value {
  const Input();

  /// As it is sent: without what was left out.
  Map<String, Object?> toJson();
}

/// The input of a callable that takes none.
final class NoInput extends Input {
  const NoInput();

  @override
  List<Object?> get props => const [];

  @override
  Map<String, Object?> toJson() => const {};
}

bool _isEqual(Object? a, Object? b) => switch ((a, b)) {
  (final List<Object?> a, final List<Object?> b) =>
    a.length == b.length &&
        Iterable<int>.generate(
          a.length,
        ).every((index) => _isEqual(a[index], b[index])),
  (final Map<Object?, Object?> a, final Map<Object?, Object?> b) =>
    a.length == b.length &&
        a.keys.every((key) => b.containsKey(key) && _isEqual(a[key], b[key])),
  _ => a == b,
};

int _hash(Object? value) => switch (value) {
  final List<Object?> items => Object.hashAll(items.map(_hash)),
  final Map<Object?, Object?> map => Object.hashAllUnordered(
    map.entries.map((entry) => Object.hash(entry.key, _hash(entry.value))),
  ),
  _ => value.hashCode,
};
