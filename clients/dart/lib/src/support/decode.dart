/// Reads one type from decoded JSON.
///
/// Throws a [FormatException] that names the place and never quotes what is
/// there. The plugins of Firebase decode whole numbers as doubles on some
/// platforms, and objects as maps with keys of any type.
typedef Decode<T> = T Function(Object? json);

/// An object’s fields. Those that nobody reads are left alone, so that answers
/// may gain fields.
final class Fields {
  Fields(this._type, Object? json) : _json = asObject(json);

  final String _type;
  final Map<String, Object?> _json;

  /// A field that is missing reads as null.
  T read<T>(String name, Decode<T> decode) {
    try {
      return decode(_json[name]);
    } on FormatException catch (error) {
      throw FormatException('$_type.$name: ${error.message}');
    }
  }
}

String asString(Object? json) =>
    json is String ? json : throw _unexpected(json, 'a text');

int asInt(Object? json) => switch (json) {
  final int number => number,
  final double number when number == number.truncateToDouble() =>
    number.toInt(),
  _ => throw _unexpected(json, 'a whole number'),
};

double asDouble(Object? json) =>
    json is num ? json.toDouble() : throw _unexpected(json, 'a number');

bool asBool(Object? json) =>
    json is bool ? json : throw _unexpected(json, 'true or false');

/// In UTC.
DateTime asTime(Object? json) =>
    DateTime.tryParse(asString(json))?.toUtc() ??
    (throw const FormatException('a time is expected'));

/// What may be anything.
Object? asJson(Object? json) => json;

Map<String, Object?> asObject(Object? json) => switch (json) {
  final Map<String, Object?> object => object,
  final Map<Object?, Object?> object => object.cast<String, Object?>(),
  _ => throw _unexpected(json, 'an object'),
};

Decode<T?> orNull<T extends Object>(Decode<T> decode) =>
    (json) => json == null ? null : decode(json);

/// The list cannot be changed.
Decode<List<T>> listOf<T>(Decode<T> decode) =>
    (json) =>
        json is List<Object?>
            ? List<T>.unmodifiable(json.map(decode))
            : throw _unexpected(json, 'a list');

/// The map cannot be changed.
Decode<Map<String, T>> mapOf<T>(Decode<T> decode) =>
    (json) => Map<String, T>.unmodifiable(
      asObject(json).map((key, value) => MapEntry(key, decode(value))),
    );

/// The field that tells the variants of a union apart.
String tagOf(Object? json, String field) => asString(asObject(json)[field]);

FormatException _unexpected(Object? json, String expected) => FormatException(
  '$expected is expected${json == null ? ', and missing' : ''}',
);
