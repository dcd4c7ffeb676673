// Written by `npm run clients`. Do not edit.

import '../support/value.dart';
import 'enums.dart';

final class AllDeadLetters extends Input implements DeadLetterSelection {
  const AllDeadLetters();

  String get by => 'all';

  @override
  List<Object?> get props => [];

  @override
  Map<String, Object?> toJson() => {'by': 'all'};
}

final class AuditInput extends Input {
  const AuditInput({
    this.of,
    this.by,
    this.action,
    this.from,
    this.to,
    this.limit,
    this.cursor,
  });

  /// The person whom it concerned.
  final String? of;

  /// The person who did it.
  final String? by;

  /// The name of a callable, or of an operator’s command such as `dead-letters
  /// show`.
  final String? action;

  /// From this time on, with an offset or `Z`.
  final String? from;

  /// Before this time, with an offset or `Z`.
  final String? to;

  /// By default `20`.
  final int? limit;

  /// `cursor` of the previous page, with the same `of`, `by` and `action`.
  final String? cursor;

  @override
  List<Object?> get props => [of, by, action, from, to, limit, cursor];

  @override
  Map<String, Object?> toJson() => {
    if (of case final value?) 'of': value,
    if (by case final value?) 'by': value,
    if (action case final value?) 'action': value,
    if (from case final value?) 'from': value,
    if (to case final value?) 'to': value,
    if (limit case final value?) 'limit': value,
    if (cursor case final value?) 'cursor': value,
  };
}

final class CareerPathsInput extends Input {
  const CareerPathsInput({this.limit, this.userId});

  /// By default `5`.
  final int? limit;

  /// Whom the answer is about; by default the caller. Only staff may name
  /// somebody else.
  final String? userId;

  @override
  List<Object?> get props => [limit, userId];

  @override
  Map<String, Object?> toJson() => {
    if (limit case final value?) 'limit': value,
    if (userId case final value?) 'userId': value,
  };
}

final class CheckInCodeInput extends Input {
  const CheckInCodeInput({required this.eventId});

  final String eventId;

  @override
  List<Object?> get props => [eventId];

  @override
  Map<String, Object?> toJson() => {'eventId': eventId};
}

final class CheckInInput extends Input {
  const CheckInInput({this.eventId, this.userIds, this.withdraw, this.code});

  /// Required with `userIds`; with `code`, optional: the only event for which
  /// the code counts.
  final String? eventId;

  /// Who was there.
  final List<String>? userIds;

  /// With `userIds`: withdraws their check-in. By default `false`.
  final bool? withdraw;

  /// Instead of `userIds`: a code from `checkInCode`; case, spaces and hyphens
  /// do not matter.
  final String? code;

  @override
  List<Object?> get props => [eventId, userIds, withdraw, code];

  @override
  Map<String, Object?> toJson() => {
    if (eventId case final value?) 'eventId': value,
    if (userIds case final value?) 'userIds': value,
    if (withdraw case final value?) 'withdraw': value,
    if (code case final value?) 'code': value,
  };
}

final class CompleteUploadInput extends Input {
  const CompleteUploadInput({
    required this.mediaId,
    required this.version,
    required this.signature,
  });

  final String mediaId;

  /// From Cloudinary’s response to the upload.
  final int version;

  /// From Cloudinary’s response to the upload.
  final String signature;

  @override
  List<Object?> get props => [mediaId, version, signature];

  @override
  Map<String, Object?> toJson() => {
    'mediaId': mediaId,
    'version': version,
    'signature': signature,
  };
}

final class CreateUploadInput extends Input {
  const CreateUploadInput({
    required this.type,
    required this.sizeBytes,
    required this.contentType,
    required this.purpose,
    this.source,
  });

  final MediaType type;

  /// A larger file is removed as soon as it arrives.
  final int sizeBytes;

  /// Such as `image/jpeg`, with or without parameters:
  /// `video/webm;codecs=vp9,opus`.
  final String contentType;

  final MediaPurpose purpose;

  /// By default `"mobile"`.
  final UploadSource? source;

  @override
  List<Object?> get props => [type, sizeBytes, contentType, purpose, source];

  @override
  Map<String, Object?> toJson() => {
    'type': type.toJson(),
    'sizeBytes': sizeBytes,
    'contentType': contentType,
    'purpose': purpose.toJson(),
    if (source case final value?) 'source': value.toJson(),
  };
}

final class DeadLetterById extends Input implements DeadLetterSelection {
  const DeadLetterById({required this.id});

  final int id;

  String get by => 'id';

  @override
  List<Object?> get props => [id];

  @override
  Map<String, Object?> toJson() => {'by': 'id', 'id': id};
}

/// Open dead letters.
sealed class DeadLetterSelection implements Input {}

final class DeadLettersByReason extends Input implements DeadLetterSelection {
  const DeadLettersByReason({required this.reason});

  /// A text that the reason contains; case does not matter.
  final String reason;

  String get by => 'reason';

  @override
  List<Object?> get props => [reason];

  @override
  Map<String, Object?> toJson() => {'by': 'reason', 'reason': reason};
}

final class DeleteMediaInput extends Input {
  const DeleteMediaInput({required this.mediaId});

  final String mediaId;

  @override
  List<Object?> get props => [mediaId];

  @override
  Map<String, Object?> toJson() => {'mediaId': mediaId};
}

final class DepartmentOverviewInput extends Input {
  const DepartmentOverviewInput({this.department, this.month, this.limit});

  /// Required unless the caller’s account names exactly one; faculty see only
  /// their own. The error is `bad-input`.
  final String? department;

  /// A month of the campus, such as `2026-03`; by default the latest that is
  /// shown.
  final String? month;

  /// By default `10`.
  final int? limit;

  @override
  List<Object?> get props => [department, month, limit];

  @override
  Map<String, Object?> toJson() => {
    if (department case final value?) 'department': value,
    if (month case final value?) 'month': value,
    if (limit case final value?) 'limit': value,
  };
}

final class EngagementForecastInput extends Input {
  const EngagementForecastInput({this.userId});

  /// Whom the answer is about; by default the caller. Only staff may name
  /// somebody else.
  final String? userId;

  @override
  List<Object?> get props => [userId];

  @override
  Map<String, Object?> toJson() => {
    if (userId case final value?) 'userId': value,
  };
}

final class EraseUserInput extends Input {
  const EraseUserInput({required this.userId, this.graceDays});

  final String userId;

  /// Days for which the person is only hidden. In that time an operator can
  /// withdraw the erasure; the person cannot. By default `0`.
  final int? graceDays;

  @override
  List<Object?> get props => [userId, graceDays];

  @override
  Map<String, Object?> toJson() => {
    'userId': userId,
    if (graceDays case final value?) 'graceDays': value,
  };
}

final class EventAttendeesInput extends Input {
  const EventAttendeesInput({required this.eventId, this.limit, this.cursor});

  final String eventId;

  /// By default `20`.
  final int? limit;

  /// `cursor` of the previous page.
  final String? cursor;

  @override
  List<Object?> get props => [eventId, limit, cursor];

  @override
  Map<String, Object?> toJson() => {
    'eventId': eventId,
    if (limit case final value?) 'limit': value,
    if (cursor case final value?) 'cursor': value,
  };
}

final class EventInsightsInput extends Input {
  const EventInsightsInput({required this.eventId, this.limit});

  final String eventId;

  /// The most entries in each list. By default `10`.
  final int? limit;

  @override
  List<Object?> get props => [eventId, limit];

  @override
  Map<String, Object?> toJson() => {
    'eventId': eventId,
    if (limit case final value?) 'limit': value,
  };
}

final class ExportMyDataInput extends Input {
  const ExportMyDataInput({this.renew});

  /// Asks for a new archive, even if there is one to download or one that
  /// failed. By default `false`.
  final bool? renew;

  @override
  List<Object?> get props => [renew];

  @override
  Map<String, Object?> toJson() => {
    if (renew case final value?) 'renew': value,
  };
}

/// What the caller did with one recommendation.
final class FeedbackItem extends Input {
  const FeedbackItem({
    required this.type,
    required this.id,
    required this.action,
  });

  final RecommendationType type;

  /// `id` of the recommendation.
  final String id;

  /// `dismissed`: it is not shown again for 90 days. `restored`: takes a
  /// dismissal back, as if it had never been; without one it does nothing.
  final FeedbackAction action;

  @override
  List<Object?> get props => [type, id, action];

  @override
  String? get identity => id;

  @override
  Map<String, Object?> toJson() => {
    'type': type.toJson(),
    'id': id,
    'action': action.toJson(),
  };
}

sealed class ManageDeadLettersInput implements Input {}

final class ManageDeadLettersInputDiscard extends Input
    implements ManageDeadLettersInput {
  const ManageDeadLettersInputDiscard({required this.selection});

  final DeadLetterSelection selection;

  String get action => 'discard';

  @override
  List<Object?> get props => [selection];

  @override
  Map<String, Object?> toJson() => {
    'action': 'discard',
    'selection': selection.toJson(),
  };
}

final class ManageDeadLettersInputList extends Input
    implements ManageDeadLettersInput {
  const ManageDeadLettersInputList({
    this.reason,
    this.discarded,
    this.after,
    this.limit,
  });

  /// A text that the reason contains; case does not matter.
  final String? reason;

  /// Lists discarded letters instead of open ones. By default `false`.
  final bool? discarded;

  /// The last `id` of the previous page. By default `0`.
  final int? after;

  /// By default `100`.
  final int? limit;

  String get action => 'list';

  @override
  List<Object?> get props => [reason, discarded, after, limit];

  @override
  Map<String, Object?> toJson() => {
    'action': 'list',
    if (reason case final value?) 'reason': value,
    if (discarded case final value?) 'discarded': value,
    if (after case final value?) 'after': value,
    if (limit case final value?) 'limit': value,
  };
}

final class ManageDeadLettersInputReplay extends Input
    implements ManageDeadLettersInput {
  const ManageDeadLettersInputReplay({required this.selection});

  final DeadLetterSelection selection;

  String get action => 'replay';

  @override
  List<Object?> get props => [selection];

  @override
  Map<String, Object?> toJson() => {
    'action': 'replay',
    'selection': selection.toJson(),
  };
}

final class ManageDeadLettersInputShow extends Input
    implements ManageDeadLettersInput {
  const ManageDeadLettersInputShow({required this.id});

  final int id;

  String get action => 'show';

  @override
  List<Object?> get props => [id];

  @override
  Map<String, Object?> toJson() => {'action': 'show', 'id': id};
}

final class MediaUrlInput extends Input {
  const MediaUrlInput({required this.mediaIds, this.width, this.height});

  final List<String> mediaIds;

  /// The least width wanted, in pixels. Files are delivered in a few sizes
  /// only, so `url` may be larger, or smaller.
  final int? width;

  /// The least height wanted, in pixels.
  final int? height;

  @override
  List<Object?> get props => [mediaIds, width, height];

  @override
  Map<String, Object?> toJson() => {
    'mediaIds': mediaIds,
    if (width case final value?) 'width': value,
    if (height case final value?) 'height': value,
  };
}

final class MediaUsageInput extends Input {
  const MediaUsageInput({this.includePlan});

  /// Adds the campus’s use of Cloudinary’s plan; only administrators may ask
  /// for it. By default `false`.
  final bool? includePlan;

  @override
  List<Object?> get props => [includePlan];

  @override
  Map<String, Object?> toJson() => {
    if (includePlan case final value?) 'includePlan': value,
  };
}

final class MergeSkillsInput extends Input {
  const MergeSkillsInput({required this.from, required this.into});

  /// The skill that becomes another name of the other.
  final SkillReference from;

  /// The skill that stays.
  final SkillReference into;

  @override
  List<Object?> get props => [from, into];

  @override
  Map<String, Object?> toJson() => {
    'from': from.toJson(),
    'into': into.toJson(),
  };
}

final class PlatformReportInput extends Input {
  const PlatformReportInput({this.week, this.csv});

  /// The Monday of the week; by default the latest week with a report.
  final String? week;

  /// Whether to include the figures as CSV. By default `false`.
  final bool? csv;

  @override
  List<Object?> get props => [week, csv];

  @override
  Map<String, Object?> toJson() => {
    if (week case final value?) 'week': value,
    if (csv case final value?) 'csv': value,
  };
}

final class RecommendationQualityInput extends Input {
  const RecommendationQualityInput({this.days});

  /// The period, in days up to now. By default `30`.
  final int? days;

  @override
  List<Object?> get props => [days];

  @override
  Map<String, Object?> toJson() => {if (days case final value?) 'days': value};
}

final class RecommendationsInput extends Input {
  const RecommendationsInput({required this.type, this.limit, this.userId});

  /// `event`: upcoming events that the person has not joined. `user`: people to
  /// whom they are not connected, and with whom they have no pending or
  /// declined request. `skill`: skills that are not on their profile.
  final RecommendationType type;

  /// By default `10`.
  final int? limit;

  /// Whom the answer is about; by default the caller. Only staff may name
  /// somebody else.
  final String? userId;

  @override
  List<Object?> get props => [type, limit, userId];

  @override
  Map<String, Object?> toJson() => {
    'type': type.toJson(),
    if (limit case final value?) 'limit': value,
    if (userId case final value?) 'userId': value,
  };
}

final class RecordFeedbackInput extends Input {
  const RecordFeedbackInput({required this.items});

  /// In the order in which they happened.
  final List<FeedbackItem> items;

  @override
  List<Object?> get props => [items];

  @override
  Map<String, Object?> toJson() => {
    'items': [for (final item in items) item.toJson()],
  };
}

final class RecordProfileViewInput extends Input {
  const RecordProfileViewInput({required this.userId});

  /// Whose profile it is.
  final String userId;

  @override
  List<Object?> get props => [userId];

  @override
  Map<String, Object?> toJson() => {'userId': userId};
}

final class SearchTalentInput extends Input {
  const SearchTalentInput({
    required this.query,
    this.limit,
    this.department,
    this.role,
    this.skills,
    this.verified,
    this.cursor,
  });

  /// Free text, in any script. All of its words count, and the meaning of its
  /// first 300 characters. People whose name it is come first.
  final String query;

  /// By default `10`.
  final int? limit;

  /// Only people of this department.
  final String? department;

  /// Only people with this role; by default everybody.
  final RoleFilter? role;

  /// Only people who have all of these, in any spelling.
  final List<String>? skills;

  /// With `skills`: only people for whom all of these were verified, at any
  /// level. By default `false`.
  final bool? verified;

  /// `cursor` of the previous page, with the same query and filters. Pages
  /// reach about 600 people.
  final String? cursor;

  @override
  List<Object?> get props => [
    query,
    limit,
    department,
    role,
    skills,
    verified,
    cursor,
  ];

  @override
  Map<String, Object?> toJson() => {
    'query': query,
    if (limit case final value?) 'limit': value,
    if (department case final value?) 'department': value,
    if (role case final value?) 'role': value.toJson(),
    if (skills case final value?) 'skills': value,
    if (verified case final value?) 'verified': value,
    if (cursor case final value?) 'cursor': value,
  };
}

final class SetUserRoleInput extends Input {
  const SetUserRoleInput({
    required this.userId,
    required this.role,
    this.departments,
  });

  final String userId;

  /// `student` takes all other rights away.
  final Role role;

  /// The departments that faculty look after, and an administrator’s own, in
  /// any spelling; replaces those they had.
  final List<String>? departments;

  @override
  List<Object?> get props => [userId, role, departments];

  @override
  Map<String, Object?> toJson() => {
    'userId': userId,
    'role': role.toJson(),
    if (departments case final value?) 'departments': value,
  };
}

final class SimilarStudentsInput extends Input {
  const SimilarStudentsInput({
    this.limit,
    this.department,
    this.role,
    this.userId,
  });

  /// By default `10`.
  final int? limit;

  /// Only people of this department.
  final String? department;

  /// Only people with this role; by default students, alumni and people without
  /// a role.
  final RoleFilter? role;

  /// Whom the answer is about; by default the caller. Only staff may name
  /// somebody else.
  final String? userId;

  @override
  List<Object?> get props => [limit, department, role, userId];

  @override
  Map<String, Object?> toJson() => {
    if (limit case final value?) 'limit': value,
    if (department case final value?) 'department': value,
    if (role case final value?) 'role': value.toJson(),
    if (userId case final value?) 'userId': value,
  };
}

final class SkillById extends Input implements SkillReference {
  const SkillById({required this.id});

  final int id;

  String get by => 'id';

  @override
  List<Object?> get props => [id];

  @override
  Map<String, Object?> toJson() => {'by': 'id', 'id': id};
}

final class SkillByName extends Input implements SkillReference {
  const SkillByName({required this.name});

  /// Any spelling of it.
  final String name;

  String get by => 'name';

  @override
  List<Object?> get props => [name];

  @override
  Map<String, Object?> toJson() => {'by': 'name', 'name': name};
}

sealed class SkillReference implements Input {}

final class SkillTrendsInput extends Input {
  const SkillTrendsInput({this.month, this.department, this.limit});

  /// A month of the campus, such as `2026-03`; by default the latest that is
  /// shown.
  final String? month;

  /// By default the whole campus.
  final String? department;

  /// By default `10`.
  final int? limit;

  @override
  List<Object?> get props => [month, department, limit];

  @override
  Map<String, Object?> toJson() => {
    if (month case final value?) 'month': value,
    if (department case final value?) 'department': value,
    if (limit case final value?) 'limit': value,
  };
}

final class StudentsAtRiskInput extends Input {
  const StudentsAtRiskInput({this.limit, this.department, this.below});

  /// By default `50`.
  final int? limit;

  /// Only students of this department; faculty may only name their own.
  final String? department;

  /// Lists students whose `within60Days` is below this. By default `0.3`.
  final double? below;

  @override
  List<Object?> get props => [limit, department, below];

  @override
  Map<String, Object?> toJson() => {
    if (limit case final value?) 'limit': value,
    if (department case final value?) 'department': value,
    if (below case final value?) 'below': value,
  };
}

final class UploadImageInput extends Input {
  const UploadImageInput({
    required this.data,
    required this.purpose,
    this.source,
  });

  /// The image, at most 6 MB, encoded as base64.
  final String data;

  final MediaPurpose purpose;

  /// By default `"web"`.
  final UploadSource? source;

  @override
  List<Object?> get props => [data, purpose, source];

  @override
  Map<String, Object?> toJson() => {
    'data': data,
    'purpose': purpose.toJson(),
    if (source case final value?) 'source': value.toJson(),
  };
}

final class UserAnalyticsInput extends Input {
  const UserAnalyticsInput({this.limit, this.userId});

  /// The most entries in `skills`, and in `categories`. By default `10`.
  final int? limit;

  /// Whom the answer is about; by default the caller. Only staff may name
  /// somebody else.
  final String? userId;

  @override
  List<Object?> get props => [limit, userId];

  @override
  Map<String, Object?> toJson() => {
    if (limit case final value?) 'limit': value,
    if (userId case final value?) 'userId': value,
  };
}

final class VerifySkillInput extends Input {
  const VerifySkillInput({
    required this.userId,
    required this.skill,
    required this.verified,
    this.level,
  });

  final String userId;

  /// One that the person lists, in any spelling.
  final String skill;

  /// False withdraws a verification, no matter who made it, and even if the
  /// person no longer lists the skill.
  final bool verified;

  /// The level that was found; by default the one that the person claims.
  final int? level;

  @override
  List<Object?> get props => [userId, skill, verified, level];

  @override
  Map<String, Object?> toJson() => {
    'userId': userId,
    'skill': skill,
    'verified': verified,
    if (level case final value?) 'level': value,
  };
}
