/// Typed calls of the student talent functions, without Flutter or Firebase.
library;

export 'src/generated/answers.dart';
export 'src/generated/calls.dart';
export 'src/generated/enums.dart';
export 'src/generated/inputs.dart';
export 'src/support/callable.dart';
export 'src/support/short_list.dart';
export 'src/support/value.dart';
export 'src/talent_client.dart';
export 'src/talent_exception.dart';
