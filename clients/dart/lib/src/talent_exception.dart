import 'support/decode.dart';
import 'support/value.dart';

/// Why a call failed. [toString] names the reason only; [message] is for the
/// user.
sealed class TalentException implements Exception {
  const TalentException({required this.reason, required this.message});

  /// The exception for what arrived of a failed call: `code`, `message` and
  /// `details` as of `FirebaseFunctionsException`.
  factory TalentException.of({
    required String code,
    required String message,
    Object? details,
  }) {
    final facts =
        details is Map ? asObject(details) : const <String, Object?>{};
    final reason = facts['reason'] ?? _reasons[code] ?? 'failed';
    return switch (reason) {
      'not-signed-in' => NotSignedInException(message),
      'not-genuine' => NotGenuineException(message),
      'not-a-member' => NotAMemberException(message),
      'not-allowed' => NotAllowedException(message),
      'bad-input' => BadInputException(message, _fieldsOf(facts)),
      'too-many-calls' => TooManyCallsException(message, _waitOf(facts)),
      'over-quota' => OverQuotaException(message, _timeOf(facts)),
      'not-found' => NotFoundException(message),
      'already-exists' => AlreadyExistsException(message),
      'not-ready' => NotReadyException(message),
      'unreachable' => UnreachableException(message),
      'no-connection' => NoConnectionException(message),
      'timed-out' => TimedOutException(message),
      'failed' => FailedException(message),
      _ => UnknownTalentException('$reason', message, facts),
    };
  }

  /// Such as `not-found`.
  final String reason;

  /// What happened, why and what to do, in a sentence for the user.
  final String message;

  @override
  String toString() => 'TalentException($reason)';
}

/// What a code means without a reason: it was not the functions that answered,
/// or nobody did.
const _reasons = {
  'unauthenticated': 'not-signed-in',
  'resource-exhausted': 'unreachable',
  'unavailable': 'unreachable',
  'deadline-exceeded': 'timed-out',
  'internal': 'no-connection',
};

List<FieldProblem> _fieldsOf(Map<String, Object?> facts) =>
    switch (facts['fields']) {
      final List<Object?> fields => [
        for (final field in fields)
          if (field is Map) FieldProblem.of(asObject(field)),
      ],
      _ => const [],
    };

Duration _waitOf(Map<String, Object?> facts) =>
    switch (facts['retryAfterSeconds']) {
      final num seconds => Duration(seconds: seconds.ceil()),
      _ => const Duration(minutes: 1),
    };

DateTime? _timeOf(Map<String, Object?> facts) =>
    switch (facts['worksAgainAt']) {
      final String time => DateTime.tryParse(time)?.toUtc(),
      _ => null,
    };

/// Nobody is signed in, or their rights have changed: sign in.
final class NotSignedInException extends TalentException {
  const NotSignedInException(String message)
    : super(reason: 'not-signed-in', message: message);
}

/// App Check does not know the app.
final class NotGenuineException extends TalentException {
  const NotGenuineException(String message)
    : super(reason: 'not-genuine', message: message);
}

/// The account is not one of a member: its address is unverified, or not of
/// the campus.
final class NotAMemberException extends TalentException {
  const NotAMemberException(String message)
    : super(reason: 'not-a-member', message: message);
}

/// The caller’s role or departments do not allow it.
final class NotAllowedException extends TalentException {
  const NotAllowedException(String message)
    : super(reason: 'not-allowed', message: message);
}

/// The input is wrong, at [fields].
final class BadInputException extends TalentException {
  const BadInputException(String message, this.fields)
    : super(reason: 'bad-input', message: message);

  final List<FieldProblem> fields;
}

/// What is wrong with a field of an input.
final class FieldProblem extends Value {
  const FieldProblem({
    required this.field,
    required this.code,
    required this.problem,
    this.suggestion,
  });

  /// What is not there reads as an empty text.
  factory FieldProblem.of(Map<String, Object?> json) => FieldProblem(
    field: '${json['field'] ?? ''}',
    code: '${json['code'] ?? ''}',
    problem: '${json['problem'] ?? ''}',
    suggestion: switch (json['suggestion']) {
      final String name => name,
      _ => null,
    },
  );

  /// A path such as `which.id`; empty for the whole input.
  final String field;

  /// What kind of fault it is, such as `too-large`.
  final String code;

  /// What is wrong, as a predicate: “must be at most 50”.
  final String problem;

  /// For an unknown field, the known one with the most similar name.
  final String? suggestion;

  @override
  List<Object?> get props => [field, code, problem, suggestion];
}

/// Too many calls: wait for [retryAfter].
final class TooManyCallsException extends TalentException {
  const TooManyCallsException(String message, this.retryAfter)
    : super(reason: 'too-many-calls', message: message);

  final Duration retryAfter;
}

/// The caller, or the campus, has used what they may of something for now.
final class OverQuotaException extends TalentException {
  const OverQuotaException(String message, this.worksAgainAt)
    : super(reason: 'over-quota', message: message);

  /// Null where only making room helps.
  final DateTime? worksAgainAt;
}

/// What the call is about does not exist.
final class NotFoundException extends TalentException {
  const NotFoundException(String message)
    : super(reason: 'not-found', message: message);
}

/// What the call makes is there already.
final class AlreadyExistsException extends TalentException {
  const AlreadyExistsException(String message)
    : super(reason: 'already-exists', message: message);
}

/// Something else has to happen first.
final class NotReadyException extends TalentException {
  const NotReadyException(String message)
    : super(reason: 'not-ready', message: message);
}

/// The functions, or what they need, cannot be reached: try again later.
final class UnreachableException extends TalentException {
  const UnreachableException(String message)
    : super(reason: 'unreachable', message: message);
}

/// Offline, or the functions are deployed to another region than the client
/// calls.
final class NoConnectionException extends TalentException {
  const NoConnectionException(String message)
    : super(reason: 'no-connection', message: message);
}

/// No answer in time. The call may have taken effect.
final class TimedOutException extends TalentException {
  const TimedOutException(String message)
    : super(reason: 'timed-out', message: message);
}

/// Something went wrong on the server’s side, which has logged it.
final class FailedException extends TalentException {
  const FailedException(String message)
    : super(reason: 'failed', message: message);
}

/// The answer is not what this version of the package can read.
final class UnreadableAnswerException extends TalentException {
  const UnreadableAnswerException(this.problem)
    : super(
        reason: 'unreadable-answer',
        message: 'The answer cannot be read. Please update the app.',
      );

  /// For developers: which field, and what is expected there.
  final String problem;

  @override
  String toString() => 'TalentException($reason: $problem)';
}

/// A reason that only a later version of the package knows.
final class UnknownTalentException extends TalentException {
  const UnknownTalentException(String reason, String message, this.details)
    : super(reason: reason, message: message);

  final Map<String, Object?> details;
}
