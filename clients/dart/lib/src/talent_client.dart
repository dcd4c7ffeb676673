import 'dart:math';

import 'generated/calls.dart';
import 'support/callable.dart';
import 'support/value.dart';
import 'talent_exception.dart';

/// Sends one call and resolves to its decoded JSON. Throws a
/// [TalentException].
typedef Transport =
    Future<Object?> Function(
      String name,
      Map<String, Object?> input, {
      required bool usesUpAppCheckToken,
    });

/// Waits; tests replace it.
typedef Sleep = Future<void> Function(Duration duration);

/// Calls the functions. Calls without further effect are repeated up to three
/// times, with growing pauses, while the server is not reached, cannot answer
/// now, or asks to wait for at most ten seconds. All others are sent once.
class TalentClient with TalentCalls {
  TalentClient(this._transport, {Random? random, Sleep? sleep})
    : _random = random ?? Random(),
      _sleep = sleep ?? Future<void>.delayed;

  final Transport _transport;
  final Random _random;
  final Sleep _sleep;

  static const _maxRetries = 3;
  static const _longestWait = Duration(seconds: 10);

  @override
  Future<Answer> call<In extends Input, Answer>(
    Callable<In, Answer> callable,
    In input,
  ) async => read(callable, await fetch(callable, input));

  /// The answer of a call as decoded JSON, which `read` reads and caches keep.
  Future<Object?> fetch<In extends Input, Answer>(
    Callable<In, Answer> callable,
    In input,
  ) async {
    for (var retry = 0; ; retry += 1) {
      try {
        return await _transport(
          callable.name,
          input.toJson(),
          usesUpAppCheckToken: callable.isIrreversible,
        );
      } on TalentException catch (error) {
        final pause = callable.isIdempotent ? _pauseAfter(error, retry) : null;
        if (pause == null) rethrow;
        await _sleep(pause);
      }
    }
  }

  /// Reads an answer that [fetch] resolved to.
  Answer read<In extends Input, Answer>(
    Callable<In, Answer> callable,
    Object? json,
  ) {
    try {
      return callable.decode(json);
    } on FormatException catch (error) {
      throw UnreadableAnswerException(error.message);
    }
  }

  /// Null if repeating does not help. Random, so that the apps of a campus do
  /// not return all at once.
  Duration? _pauseAfter(TalentException error, int retry) {
    if (retry >= _maxRetries) return null;
    final jitter = Duration(
      milliseconds: (_random.nextDouble() * 400 * (1 << retry)).round(),
    );
    return switch (error) {
      TooManyCallsException(:final retryAfter)
          when retryAfter <= _longestWait =>
        retryAfter + jitter,
      UnreachableException() ||
      NoConnectionException() => const Duration(milliseconds: 200) + jitter,
      _ => null,
    };
  }
}
