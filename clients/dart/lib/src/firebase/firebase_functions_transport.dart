import 'package:cloud_functions/cloud_functions.dart';

import '../talent_exception.dart';

/// Calls through the Firebase SDK, which adds the ID token and the App Check
/// token. An instance is a `Transport`:
///
/// ```dart
/// final functions = FirebaseFunctions.instanceFor(region: 'europe-west1');
/// final talent = TalentClient(FirebaseFunctionsTransport(functions).call);
/// ```
final class FirebaseFunctionsTransport {
  const FirebaseFunctionsTransport(
    this._functions, {
    this.timeout = const Duration(seconds: 60),
  });

  final FirebaseFunctions _functions;

  /// Of each attempt.
  final Duration timeout;

  Future<Object?> call(
    String name,
    Map<String, Object?> input, {
    required bool usesUpAppCheckToken,
  }) async {
    final options = HttpsCallableOptions(
      timeout: timeout,
      limitedUseAppCheckToken: usesUpAppCheckToken,
    );
    try {
      final callable = _functions.httpsCallable(name, options: options);
      return (await callable.call<Object?>(input)).data;
    } on FirebaseFunctionsException catch (error) {
      throw TalentException.of(
        code: error.code,
        message: error.message ?? 'The call failed.',
        details: error.details,
      );
    }
  }
}
