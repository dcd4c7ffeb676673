// Written by `npm run clients`. Do not edit.

import '../support/decode.dart';

extension type const AttendanceStatus(String value) implements Object {
  factory AttendanceStatus.fromJson(Object? json) =>
      AttendanceStatus(asString(json));

  static const going = AttendanceStatus('going');
  static const attended = AttendanceStatus('attended');

  /// All that this version of the package knows.
  static const List<AttendanceStatus> values = [going, attended];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const AuditOutcome(String value) implements Object {
  factory AuditOutcome.fromJson(Object? json) => AuditOutcome(asString(json));

  static const ok = AuditOutcome('ok');
  static const begun = AuditOutcome('begun');
  static const notSignedIn = AuditOutcome('not-signed-in');
  static const notGenuine = AuditOutcome('not-genuine');
  static const notAMember = AuditOutcome('not-a-member');
  static const notAllowed = AuditOutcome('not-allowed');
  static const badInput = AuditOutcome('bad-input');
  static const tooManyCalls = AuditOutcome('too-many-calls');
  static const overQuota = AuditOutcome('over-quota');
  static const notFound = AuditOutcome('not-found');
  static const alreadyExists = AuditOutcome('already-exists');
  static const notReady = AuditOutcome('not-ready');
  static const unreachable = AuditOutcome('unreachable');
  static const failed = AuditOutcome('failed');

  /// All that this version of the package knows.
  static const List<AuditOutcome> values = [
    ok,
    begun,
    notSignedIn,
    notGenuine,
    notAMember,
    notAllowed,
    badInput,
    tooManyCalls,
    overQuota,
    notFound,
    alreadyExists,
    notReady,
    unreachable,
    failed,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// `already`: they were checked in before, and stay so. `not-checked-in`: there
/// was nothing to withdraw. `not-joined`: for owners, somebody who has not said
/// that they are going. `not-found`: for staff, somebody without a profile.
/// `yourself`: nobody can say so of themselves.
extension type const CheckInResult(String value) implements Object {
  factory CheckInResult.fromJson(Object? json) => CheckInResult(asString(json));

  static const checkedIn = CheckInResult('checked-in');
  static const already = CheckInResult('already');
  static const withdrawn = CheckInResult('withdrawn');
  static const notCheckedIn = CheckInResult('not-checked-in');
  static const notJoined = CheckInResult('not-joined');
  static const notFound = CheckInResult('not-found');
  static const yourself = CheckInResult('yourself');

  /// All that this version of the package knows.
  static const List<CheckInResult> values = [
    checkedIn,
    already,
    withdrawn,
    notCheckedIn,
    notJoined,
    notFound,
    yourself,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const FeedbackAction(String value) implements Object {
  factory FeedbackAction.fromJson(Object? json) =>
      FeedbackAction(asString(json));

  static const shown = FeedbackAction('shown');
  static const opened = FeedbackAction('opened');
  static const accepted = FeedbackAction('accepted');
  static const dismissed = FeedbackAction('dismissed');
  static const restored = FeedbackAction('restored');

  /// All that this version of the package knows.
  static const List<FeedbackAction> values = [
    shown,
    opened,
    accepted,
    dismissed,
    restored,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// What a forecast rests on. `history`: a model trained on the campus’s
/// history. `rates`: the campus has too few people, or less than about eight
/// months of history, for a model; the probabilities are then the shares of
/// people who were active in the last 30 and 60 days, among those who had or
/// had not been active in the 90 days before, as this person has or has not.
extension type const ForecastBasis(String value) implements Object {
  factory ForecastBasis.fromJson(Object? json) => ForecastBasis(asString(json));

  static const history = ForecastBasis('history');
  static const rates = ForecastBasis('rates');

  /// All that this version of the package knows.
  static const List<ForecastBasis> values = [history, rates];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const ForecastEffect(String value) implements Object {
  factory ForecastEffect.fromJson(Object? json) =>
      ForecastEffect(asString(json));

  static const raises = ForecastEffect('raises');
  static const lowers = ForecastEffect('lowers');

  /// All that this version of the package knows.
  static const List<ForecastEffect> values = [raises, lowers];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const HighlightedField(String value) implements Object {
  factory HighlightedField.fromJson(Object? json) =>
      HighlightedField(asString(json));

  static const name = HighlightedField('name');
  static const department = HighlightedField('department');
  static const bio = HighlightedField('bio');
  static const skill = HighlightedField('skill');
  static const position = HighlightedField('position');
  static const post = HighlightedField('post');

  /// All that this version of the package knows.
  static const List<HighlightedField> values = [
    name,
    department,
    bio,
    skill,
    position,
    post,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// What a file is uploaded for, which decides who sees it.
extension type const MediaPurpose(String value) implements Object {
  factory MediaPurpose.fromJson(Object? json) => MediaPurpose(asString(json));

  static const showcasePost = MediaPurpose('showcase_post');
  static const profile = MediaPurpose('profile');
  static const event = MediaPurpose('event');

  /// All that this version of the package knows.
  static const List<MediaPurpose> values = [showcasePost, profile, event];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const MediaStatus(String value) implements Object {
  factory MediaStatus.fromJson(Object? json) => MediaStatus(asString(json));

  static const pending = MediaStatus('pending');
  static const ready = MediaStatus('ready');
  static const rejected = MediaStatus('rejected');
  static const expired = MediaStatus('expired');
  static const deleted = MediaStatus('deleted');

  /// All that this version of the package knows.
  static const List<MediaStatus> values = [
    pending,
    ready,
    rejected,
    expired,
    deleted,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const MediaType(String value) implements Object {
  factory MediaType.fromJson(Object? json) => MediaType(asString(json));

  static const image = MediaType('image');
  static const video = MediaType('video');

  /// All that this version of the package knows.
  static const List<MediaType> values = [image, video];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// What is recommended: an upcoming event, a person to meet, or a skill to
/// learn.
extension type const RecommendationType(String value) implements Object {
  factory RecommendationType.fromJson(Object? json) =>
      RecommendationType(asString(json));

  static const event = RecommendationType('event');
  static const user = RecommendationType('user');
  static const skill = RecommendationType('skill');

  /// All that this version of the package knows.
  static const List<RecommendationType> values = [event, user, skill];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// A version of a file that viewers get.
extension type const RenditionName(String value) implements Object {
  factory RenditionName.fromJson(Object? json) => RenditionName(asString(json));

  static const thumbnail = RenditionName('thumbnail');
  static const medium = RenditionName('medium');
  static const compressed = RenditionName('compressed');
  static const full = RenditionName('full');

  /// All that this version of the package knows.
  static const List<RenditionName> values = [
    thumbnail,
    medium,
    compressed,
    full,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// What a figure of the weekly report counts.
extension type const ReportSection(String value) implements Object {
  factory ReportSection.fromJson(Object? json) => ReportSection(asString(json));

  static const people = ReportSection('people');
  static const joined = ReportSection('joined');
  static const active = ReportSection('active');
  static const posted = ReportSection('posted');
  static const attended = ReportSection('attended');
  static const checkedIn = ReportSection('checked-in');
  static const connected = ReportSection('connected');
  static const departmentMembers = ReportSection('department members');
  static const departmentActive = ReportSection('department active');
  static const cohortMembers = ReportSection('cohort members');
  static const cohortActive = ReportSection('cohort active');
  static const sync = ReportSection('sync');

  /// All that this version of the package knows.
  static const List<ReportSection> values = [
    people,
    joined,
    active,
    posted,
    attended,
    checkedIn,
    connected,
    departmentMembers,
    departmentActive,
    cohortMembers,
    cohortActive,
    sync,
  ];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const Role(String value) implements Object {
  factory Role.fromJson(Object? json) => Role(asString(json));

  static const student = Role('student');
  static const faculty = Role('faculty');
  static const alumni = Role('alumni');
  static const admin = Role('admin');

  /// All that this version of the package knows.
  static const List<Role> values = [student, faculty, alumni, admin];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// The roles by which people may be looked for.
extension type const RoleFilter(String value) implements Object {
  factory RoleFilter.fromJson(Object? json) => RoleFilter(asString(json));

  static const student = RoleFilter('student');
  static const alumni = RoleFilter('alumni');
  static const faculty = RoleFilter('faculty');

  /// All that this version of the package knows.
  static const List<RoleFilter> values = [student, alumni, faculty];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// `similarity`: people who share something with the person. `department`: the
/// person has no skills, posts or events yet, so these are the newest members,
/// those of the person’s department first, with `score` 0 and a `reason` that
/// says so.
extension type const SimilarStudentsBasis(String value) implements Object {
  factory SimilarStudentsBasis.fromJson(Object? json) =>
      SimilarStudentsBasis(asString(json));

  static const similarity = SimilarStudentsBasis('similarity');
  static const department = SimilarStudentsBasis('department');

  /// All that this version of the package knows.
  static const List<SimilarStudentsBasis> values = [similarity, department];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const UploadSource(String value) implements Object {
  factory UploadSource.fromJson(Object? json) => UploadSource(asString(json));

  static const mobile = UploadSource('mobile');
  static const web = UploadSource('web');

  /// All that this version of the package knows.
  static const List<UploadSource> values = [mobile, web];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

/// How it is known that both visit the event. `checked-in`: both were checked
/// in. `attended`: nobody was, and both are said to have been there. `going`:
/// nobody has attended yet, and both are going. In `reason` these are “went
/// to”, “have … in your histories” and “signed up for”.
extension type const VisitBasis(String value) implements Object {
  factory VisitBasis.fromJson(Object? json) => VisitBasis(asString(json));

  static const checkedIn = VisitBasis('checked-in');
  static const attended = VisitBasis('attended');
  static const going = VisitBasis('going');

  /// All that this version of the package knows.
  static const List<VisitBasis> values = [checkedIn, attended, going];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}

extension type const VisitorBasis(String value) implements Object {
  factory VisitorBasis.fromJson(Object? json) => VisitorBasis(asString(json));

  static const checkedIn = VisitorBasis('checked-in');
  static const attended = VisitorBasis('attended');
  static const going = VisitorBasis('going');

  /// All that this version of the package knows.
  static const List<VisitorBasis> values = [checkedIn, attended, going];

  /// False for a value that only a later version knows.
  bool get isKnown => values.contains(this);

  String toJson() => value;
}
