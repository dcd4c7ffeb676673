// Written by `npm run clients`. Do not edit.

import '../support/decode.dart';
import '../support/short_list.dart';
import '../support/value.dart';
import 'enums.dart';

/// Differences between two periods; negative for less.
final class ActivityChange extends Value {
  const ActivityChange({
    required this.posts,
    required this.events,
    required this.eventsCheckedIn,
    required this.connections,
    required this.profileViews,
    required this.reactions,
    required this.percentile,
  });

  factory ActivityChange.fromJson(Object? json) {
    final fields = Fields('ActivityChange', json);
    return ActivityChange(
      posts: fields.read('posts', asInt),
      events: fields.read('events', asInt),
      eventsCheckedIn: fields.read('eventsCheckedIn', asInt),
      connections: fields.read('connections', asInt),
      profileViews: fields.read('profileViews', asInt),
      reactions: fields.read('reactions', asInt),
      percentile: fields.read('percentile', orNull(asDouble)),
    );
  }

  final int posts;

  /// Events attended, whether known or claimed.
  final int events;

  /// Those of them at which the person was checked in.
  final int eventsCheckedIn;

  final int connections;

  /// At most one for each viewer and day.
  final int profileViews;

  /// Likes, comments and shares that the posts of the period have received to
  /// date.
  final int reactions;

  /// In percentage points; null if either is null.
  final double? percentile;

  @override
  List<Object?> get props => [
    posts,
    events,
    eventsCheckedIn,
    connections,
    profileViews,
    reactions,
    percentile,
  ];
}

/// What a person did in the last 30 days.
final class ActivityMonth extends Value {
  const ActivityMonth({
    required this.posts,
    required this.events,
    required this.eventsCheckedIn,
    required this.connections,
    required this.profileViews,
    required this.reactions,
    required this.percentile,
  });

  factory ActivityMonth.fromJson(Object? json) {
    final fields = Fields('ActivityMonth', json);
    return ActivityMonth(
      posts: fields.read('posts', asInt),
      events: fields.read('events', asInt),
      eventsCheckedIn: fields.read('eventsCheckedIn', asInt),
      connections: fields.read('connections', asInt),
      profileViews: fields.read('profileViews', asInt),
      reactions: fields.read('reactions', asInt),
      percentile: fields.read('percentile', orNull(asDouble)),
    );
  }

  final int posts;

  /// Events attended, whether known or claimed.
  final int events;

  /// Those of them at which the person was checked in.
  final int eventsCheckedIn;

  final int connections;

  /// At most one for each viewer and day.
  final int profileViews;

  /// Likes, comments and shares that the posts of the period have received to
  /// date.
  final int reactions;

  /// The percentage of active people who are less active, from 0 to 100; null
  /// before the first night, and for people who have become active for the
  /// first time since.
  final double? percentile;

  @override
  List<Object?> get props => [
    posts,
    events,
    eventsCheckedIn,
    connections,
    profileViews,
    reactions,
    percentile,
  ];
}

/// Weeks in a row with a post, an event or a connection.
final class ActivityStreaks extends Value {
  const ActivityStreaks({required this.current, required this.longest});

  factory ActivityStreaks.fromJson(Object? json) {
    final fields = Fields('ActivityStreaks', json);
    return ActivityStreaks(
      current: fields.read('current', asInt),
      longest: fields.read('longest', asInt),
    );
  }

  /// Up to this week, or up to last week if nothing has happened in this one
  /// yet.
  final int current;

  final int longest;

  @override
  List<Object?> get props => [current, longest];
}

/// What a person did in a week of the campus.
final class ActivityWeek extends Value {
  const ActivityWeek({
    required this.week,
    required this.percentile,
    required this.posts,
    required this.events,
    required this.eventsCheckedIn,
    required this.connections,
    required this.profileViews,
    required this.reactions,
  });

  factory ActivityWeek.fromJson(Object? json) {
    final fields = Fields('ActivityWeek', json);
    return ActivityWeek(
      week: fields.read('week', asString),
      percentile: fields.read('percentile', orNull(asDouble)),
      posts: fields.read('posts', asInt),
      events: fields.read('events', asInt),
      eventsCheckedIn: fields.read('eventsCheckedIn', asInt),
      connections: fields.read('connections', asInt),
      profileViews: fields.read('profileViews', asInt),
      reactions: fields.read('reactions', asInt),
    );
  }

  /// Its Monday.
  final String week;

  /// The same at the end of the week, or on the last day included.
  final double? percentile;

  final int posts;

  /// Events attended, whether known or claimed.
  final int events;

  /// Those of them at which the person was checked in.
  final int eventsCheckedIn;

  final int connections;

  /// At most one for each viewer and day.
  final int profileViews;

  /// Likes, comments and shares that the posts of the period have received to
  /// date.
  final int reactions;

  @override
  List<Object?> get props => [
    week,
    percentile,
    posts,
    events,
    eventsCheckedIn,
    connections,
    profileViews,
    reactions,
  ];
}

/// What a person did in the last 365 days.
final class ActivityYear extends Value {
  const ActivityYear({
    required this.posts,
    required this.events,
    required this.eventsCheckedIn,
    required this.connections,
    required this.profileViews,
    required this.reactions,
  });

  factory ActivityYear.fromJson(Object? json) {
    final fields = Fields('ActivityYear', json);
    return ActivityYear(
      posts: fields.read('posts', asInt),
      events: fields.read('events', asInt),
      eventsCheckedIn: fields.read('eventsCheckedIn', asInt),
      connections: fields.read('connections', asInt),
      profileViews: fields.read('profileViews', asInt),
      reactions: fields.read('reactions', asInt),
    );
  }

  final int posts;

  /// Events attended, whether known or claimed.
  final int events;

  /// Those of them at which the person was checked in.
  final int eventsCheckedIn;

  final int connections;

  /// At most one for each viewer and day.
  final int profileViews;

  /// Likes, comments and shares that the posts of the period have received to
  /// date.
  final int reactions;

  @override
  List<Object?> get props => [
    posts,
    events,
    eventsCheckedIn,
    connections,
    profileViews,
    reactions,
  ];
}

final class AnnouncedUpload extends Value {
  const AnnouncedUpload({
    required this.mediaId,
    required this.url,
    required this.fields,
    required this.validUntil,
  });

  factory AnnouncedUpload.fromJson(Object? json) {
    final fields = Fields('AnnouncedUpload', json);
    return AnnouncedUpload(
      mediaId: fields.read('mediaId', asString),
      url: fields.read('url', asString),
      fields: fields.read('fields', mapOf(asString)),
      validUntil: fields.read('validUntil', asTime),
    );
  }

  final String mediaId;

  /// Where to post a form with these `fields`, and the file as `file`.
  final String url;

  /// Post all of them, unchanged.
  final Map<String, String> fields;

  /// When the upload must have begun: within 15 minutes for images, an hour for
  /// videos.
  final DateTime validUntil;

  @override
  List<Object?> get props => [mediaId, url, fields, validUntil];
}

/// One entry of the record.
final class AuditEntry extends Value {
  const AuditEntry({
    required this.at,
    required this.by,
    required this.operator,
    required this.role,
    required this.reach,
    required this.action,
    required this.outcome,
    required this.detail,
    required this.about,
  });

  factory AuditEntry.fromJson(Object? json) {
    final fields = Fields('AuditEntry', json);
    return AuditEntry(
      at: fields.read('at', asTime),
      by: fields.read('by', orNull(AuditedPerson.fromJson)),
      operator: fields.read('operator', orNull(asString)),
      role: fields.read('role', orNull(asString)),
      reach: fields.read('reach', orNull(asString)),
      action: fields.read('action', asString),
      outcome: fields.read('outcome', AuditOutcome.fromJson),
      detail: fields.read('detail', orNull(mapOf(asJson))),
      about: fields.read('about', shortListOf(AuditedPerson.fromJson)),
    );
  }

  final DateTime at;

  /// The person who did it; null for an operator, and for somebody who was
  /// erased.
  final AuditedPerson? by;

  /// What the operator’s system calls them, which nobody has verified; null for
  /// a person.
  final String? operator;

  /// The role in which they did it; null for none, and for an operator.
  final String? role;

  /// Whose data the caller got: of `departments`, of `everyone`, or their
  /// `own`, for those who manage something of their own; null for operators.
  final String? reach;

  /// The name of a callable, or of an operator’s command.
  final String action;

  /// `ok`: the call was answered. `begun`: it was about to change something.
  /// Anything else: why there was no answer.
  final AuditOutcome outcome;

  /// What it was about besides people, such as an event; null if nothing else.
  final Map<String, Object?>? detail;

  /// The people whom it concerned; `total` includes those who were erased.
  final ShortList<AuditedPerson> about;

  @override
  List<Object?> get props => [
    at,
    by,
    operator,
    role,
    reach,
    action,
    outcome,
    detail,
    about,
  ];
}

final class AuditLog extends Value {
  const AuditLog({required this.entries, required this.cursor});

  factory AuditLog.fromJson(Object? json) {
    final fields = Fields('AuditLog', json);
    return AuditLog(
      entries: fields.read('entries', listOf(AuditEntry.fromJson)),
      cursor: fields.read('cursor', orNull(asString)),
    );
  }

  /// The newest first.
  final List<AuditEntry> entries;

  /// Gets the next page; null on the last one.
  final String? cursor;

  @override
  List<Object?> get props => [entries, cursor];
}

/// Somebody in the record.
final class AuditedPerson extends Value {
  const AuditedPerson({required this.id, required this.person});

  factory AuditedPerson.fromJson(Object? json) {
    final fields = Fields('AuditedPerson', json);
    return AuditedPerson(
      id: fields.read('id', asString),
      person: fields.read('person', orNull(PersonCard.fromJson)),
    );
  }

  final String id;

  /// Null for an account without a profile.
  final PersonCard? person;

  @override
  List<Object?> get props => [id, person];

  @override
  String? get identity => id;
}

/// A possible next position.
final class CareerPath extends Value {
  const CareerPath({
    required this.title,
    required this.probability,
    required this.alumni,
    required this.skills,
  });

  factory CareerPath.fromJson(Object? json) {
    final fields = Fields('CareerPath', json);
    return CareerPath(
      title: fields.read('title', asString),
      probability: fields.read('probability', asDouble),
      alumni: fields.read('alumni', orNull(PathAlumni.fromJson)),
      skills: fields.read('skills', listOf(PathSkill.fromJson)),
    );
  }

  /// In its most common spelling.
  final String title;

  /// From 0 to 1. Those of all possible positions sum to 1, but not all are
  /// listed.
  final double probability;

  /// Null if there are none, or too few to be shown.
  final PathAlumni? alumni;

  /// Skills that people with this title have and the person lacks, the most
  /// distinctive first.
  final List<PathSkill> skills;

  @override
  List<Object?> get props => [title, probability, alumni, skills];
}

final class CareerPaths extends Value {
  const CareerPaths({
    required this.asOf,
    required this.missing,
    required this.from,
    required this.paths,
  });

  factory CareerPaths.fromJson(Object? json) {
    final fields = Fields('CareerPaths', json);
    return CareerPaths(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      from: fields.read('from', orNull(asString)),
      paths: fields.read('paths', listOf(CareerPath.fromJson)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The title of the person’s current position as they wrote it; null if they
  /// have held none.
  final String? from;

  /// The likeliest first; empty if neither careers nor the taxonomy suggest
  /// any.
  final List<CareerPath> paths;

  @override
  List<Object?> get props => [asOf, missing, from, paths];
}

final class CheckInCode extends Value {
  const CheckInCode({required this.code, required this.expiresAt});

  factory CheckInCode.fromJson(Object? json) {
    final fields = Fields('CheckInCode', json);
    return CheckInCode(
      code: fields.read('code', asString),
      expiresAt: fields.read('expiresAt', asTime),
    );
  }

  /// To be shown at the event, such as `K7Q-M29-XTR`.
  final String code;

  /// Five minutes after the call.
  final DateTime expiresAt;

  @override
  List<Object?> get props => [code, expiresAt];
}

final class CheckIns extends Value {
  const CheckIns({required this.eventId, required this.results});

  factory CheckIns.fromJson(Object? json) {
    final fields = Fields('CheckIns', json);
    return CheckIns(
      eventId: fields.read('eventId', asString),
      results: fields.read('results', listOf(PersonCheckIn.fromJson)),
    );
  }

  final String eventId;

  /// In the order of the input, each person once.
  final List<PersonCheckIn> results;

  @override
  List<Object?> get props => [eventId, results];
}

final class CohortMonth extends Value {
  const CohortMonth({
    required this.month,
    required this.active,
    required this.share,
  });

  factory CohortMonth.fromJson(Object? json) {
    final fields = Fields('CohortMonth', json);
    return CohortMonth(
      month: fields.read('month', asString),
      active: fields.read('active', asInt),
      share: fields.read('share', asDouble),
    );
  }

  final String month;

  final int active;

  /// The share of the cohort that was active.
  final double share;

  @override
  List<Object?> get props => [month, active, share];
}

/// How many of those who joined in one month stay active.
final class CohortRetention extends Value {
  const CohortRetention({
    required this.cohort,
    required this.members,
    required this.months,
  });

  factory CohortRetention.fromJson(Object? json) {
    final fields = Fields('CohortRetention', json);
    return CohortRetention(
      cohort: fields.read('cohort', asString),
      members: fields.read('members', asInt),
      months: fields.read('months', listOf(CohortMonth.fromJson)),
    );
  }

  /// The month in which these people joined.
  final String cohort;

  final int members;

  /// The month in which they joined, and each later one that may be shown.
  final List<CohortMonth> months;

  @override
  List<Object?> get props => [cohort, members, months];
}

/// Live changes of one table, and what became of them.
final class CollectionCounts extends Value {
  const CollectionCounts({
    required this.received,
    required this.applied,
    required this.superseded,
    required this.deadLettered,
    required this.lastReceivedAt,
    required this.lagSeconds,
  });

  factory CollectionCounts.fromJson(Object? json) {
    final fields = Fields('CollectionCounts', json);
    return CollectionCounts(
      received: fields.read('received', asInt),
      applied: fields.read('applied', asInt),
      superseded: fields.read('superseded', asInt),
      deadLettered: fields.read('deadLettered', asInt),
      lastReceivedAt: fields.read('lastReceivedAt', asTime),
      lagSeconds: fields.read('lagSeconds', orNull(asDouble)),
    );
  }

  final int received;

  final int applied;

  /// Older than what was applied already.
  final int superseded;

  final int deadLettered;

  final DateTime lastReceivedAt;

  /// How old the oldest change of the last batch was when it was applied, in
  /// seconds; null if unknown.
  final double? lagSeconds;

  @override
  List<Object?> get props => [
    received,
    applied,
    superseded,
    deadLettered,
    lastReceivedAt,
    lagSeconds,
  ];
}

/// The last comparison of one table with Firestore.
final class ConsistencyCheck extends Value {
  const ConsistencyCheck({
    required this.finishedAt,
    required this.documents,
    required this.inconsistent,
    required this.repaired,
    required this.billedReads,
  });

  factory ConsistencyCheck.fromJson(Object? json) {
    final fields = Fields('ConsistencyCheck', json);
    return ConsistencyCheck(
      finishedAt: fields.read('finishedAt', asTime),
      documents: fields.read('documents', asInt),
      inconsistent: fields.read('inconsistent', asInt),
      repaired: fields.read('repaired', asInt),
      billedReads: fields.read('billedReads', asInt),
    );
  }

  final DateTime finishedAt;

  final int documents;

  /// Documents that were missing, stale or extra in Postgres.
  final int inconsistent;

  final int repaired;

  /// The reads of Firestore that it cost.
  final int billedReads;

  @override
  List<Object?> get props => [
    finishedAt,
    documents,
    inconsistent,
    repaired,
    billedReads,
  ];
}

/// What has become of an archive of somebody’s data.
sealed class DataExport implements Value {
  factory DataExport.fromJson(Object? json) => switch (tagOf(json, 'state')) {
    'preparing' => ExportPreparing.fromJson(json),
    'ready' => ExportReady.fromJson(json),
    'failed' => ExportFailed.fromJson(json),
    final tag => UnknownDataExport(tag, asObject(json)),
  };
}

/// A [DataExport] that only a later version of the package knows.
final class UnknownDataExport extends Value implements DataExport {
  const UnknownDataExport(this.state, this.json);

  final String state;

  /// As it arrived.
  final Map<String, Object?> json;

  @override
  List<Object?> get props => [json];
}

/// A change that cannot be applied, without the contents of the document.
final class DeadLetter extends Value {
  const DeadLetter({
    required this.id,
    required this.collection,
    required this.path,
    required this.reason,
    required this.attempts,
    required this.firstFailedAt,
    required this.lastFailedAt,
    required this.discarded,
  });

  factory DeadLetter.fromJson(Object? json) {
    final fields = Fields('DeadLetter', json);
    return DeadLetter(
      id: fields.read('id', asInt),
      collection: fields.read('collection', asString),
      path: fields.read('path', orNull(asString)),
      reason: fields.read('reason', asString),
      attempts: fields.read('attempts', asInt),
      firstFailedAt: fields.read('firstFailedAt', asTime),
      lastFailedAt: fields.read('lastFailedAt', asTime),
      discarded: fields.read('discarded', asBool),
    );
  }

  final int id;

  final String collection;

  /// The path of the document; null for a message that is not a change.
  final String? path;

  final String reason;

  final int attempts;

  final DateTime firstFailedAt;

  final DateTime lastFailedAt;

  final bool discarded;

  @override
  List<Object?> get props => [
    id,
    collection,
    path,
    reason,
    attempts,
    firstFailedAt,
    lastFailedAt,
    discarded,
  ];
}

/// Documents whose newest state cannot be applied.
final class DeadLetterCounts extends Value {
  const DeadLetterCounts({required this.open, required this.discarded});

  factory DeadLetterCounts.fromJson(Object? json) {
    final fields = Fields('DeadLetterCounts', json);
    return DeadLetterCounts(
      open: fields.read('open', asInt),
      discarded: fields.read('discarded', asInt),
    );
  }

  final int open;

  final int discarded;

  @override
  List<Object?> get props => [open, discarded];
}

final class DeadLetterShown extends Value implements DeadLettersManaged {
  const DeadLetterShown({required this.deadLetter});

  factory DeadLetterShown.fromJson(Object? json) {
    final fields = Fields('DeadLetterShown', json);
    return DeadLetterShown(
      deadLetter: fields.read('deadLetter', orNull(DeadLetter.fromJson)),
    );
  }

  /// Null if there is none with this id.
  final DeadLetter? deadLetter;

  String get action => 'show';

  @override
  List<Object?> get props => [deadLetter];
}

final class DeadLettersDiscarded extends Value implements DeadLettersManaged {
  const DeadLettersDiscarded({required this.discarded});

  factory DeadLettersDiscarded.fromJson(Object? json) {
    final fields = Fields('DeadLettersDiscarded', json);
    return DeadLettersDiscarded(discarded: fields.read('discarded', asInt));
  }

  final int discarded;

  String get action => 'discard';

  @override
  List<Object?> get props => [discarded];
}

final class DeadLettersListed extends Value implements DeadLettersManaged {
  const DeadLettersListed({required this.deadLetters});

  factory DeadLettersListed.fromJson(Object? json) {
    final fields = Fields('DeadLettersListed', json);
    return DeadLettersListed(
      deadLetters: fields.read('deadLetters', listOf(DeadLetter.fromJson)),
    );
  }

  /// In the order of their ids.
  final List<DeadLetter> deadLetters;

  String get action => 'list';

  @override
  List<Object?> get props => [deadLetters];
}

/// What an action did, tagged like the input.
sealed class DeadLettersManaged implements Value {
  factory DeadLettersManaged.fromJson(Object? json) => switch (tagOf(
    json,
    'action',
  )) {
    'list' => DeadLettersListed.fromJson(json),
    'show' => DeadLetterShown.fromJson(json),
    'replay' => DeadLettersReplayed.fromJson(json),
    'discard' => DeadLettersDiscarded.fromJson(json),
    final tag => UnknownDeadLettersManaged(tag, asObject(json)),
  };
}

/// A [DeadLettersManaged] that only a later version of the package knows.
final class UnknownDeadLettersManaged extends Value
    implements DeadLettersManaged {
  const UnknownDeadLettersManaged(this.action, this.json);

  final String action;

  /// As it arrived.
  final Map<String, Object?> json;

  @override
  List<Object?> get props => [json];
}

final class DeadLettersReplayed extends Value implements DeadLettersManaged {
  const DeadLettersReplayed({
    required this.resolved,
    required this.failed,
    required this.remaining,
    required this.failures,
  });

  factory DeadLettersReplayed.fromJson(Object? json) {
    final fields = Fields('DeadLettersReplayed', json);
    return DeadLettersReplayed(
      resolved: fields.read('resolved', asInt),
      failed: fields.read('failed', asInt),
      remaining: fields.read('remaining', asInt),
      failures: fields.read('failures', listOf(ReplayFailure.fromJson)),
    );
  }

  /// Removed, because the current state of the document is in Postgres.
  final int resolved;

  /// Failed again; kept with the new reason and one more attempt.
  final int failed;

  /// Not attempted, because one call replays 1,000: call again.
  final int remaining;

  /// The first 20 of those that failed again, and why.
  final List<ReplayFailure> failures;

  String get action => 'replay';

  @override
  List<Object?> get props => [resolved, failed, remaining, failures];
}

/// Documents of one table with changes that a pause or an error holds up.
final class DeferredCounts extends Value {
  const DeferredCounts({required this.documents, required this.oldestSeconds});

  factory DeferredCounts.fromJson(Object? json) {
    final fields = Fields('DeferredCounts', json);
    return DeferredCounts(
      documents: fields.read('documents', asInt),
      oldestSeconds: fields.read('oldestSeconds', asDouble),
    );
  }

  final int documents;

  /// The age of the oldest change, in seconds.
  final double oldestSeconds;

  @override
  List<Object?> get props => [documents, oldestSeconds];
}

final class DeletedMedia extends Value {
  const DeletedMedia({required this.removed});

  factory DeletedMedia.fromJson(Object? json) {
    final fields = Fields('DeletedMedia', json);
    return DeletedMedia(removed: fields.read('removed', asBool));
  }

  /// Whether every store has removed it; false if one could not be reached,
  /// from which it is removed within the hour.
  final bool removed;

  @override
  List<Object?> get props => [removed];
}

/// A file as viewers get it.
final class DeliveredFile extends Value {
  const DeliveredFile({
    required this.mediaId,
    required this.ownerId,
    required this.type,
    required this.url,
    required this.rendition,
    required this.width,
    required this.height,
    required this.thumbnailUrl,
    required this.mediumUrl,
    required this.compressedUrl,
    required this.durationSeconds,
  });

  factory DeliveredFile.fromJson(Object? json) {
    final fields = Fields('DeliveredFile', json);
    return DeliveredFile(
      mediaId: fields.read('mediaId', asString),
      ownerId: fields.read('ownerId', asString),
      type: fields.read('type', MediaType.fromJson),
      url: fields.read('url', asString),
      rendition: fields.read('rendition', RenditionName.fromJson),
      width: fields.read('width', orNull(asInt)),
      height: fields.read('height', orNull(asInt)),
      thumbnailUrl: fields.read('thumbnailUrl', orNull(asString)),
      mediumUrl: fields.read('mediumUrl', orNull(asString)),
      compressedUrl: fields.read('compressedUrl', orNull(asString)),
      durationSeconds: fields.read('durationSeconds', orNull(asDouble)),
    );
  }

  final String mediaId;

  final String ownerId;

  final MediaType type;

  /// The smallest rendition that is at least as large as wanted, or the largest
  /// there is.
  final String url;

  final RenditionName rendition;

  /// Of `url`, in pixels; null if the size of the original is not known.
  final int? width;

  /// Of `url`, in pixels; null if the size of the original is not known.
  final int? height;

  /// 400 × 300; of a video, a still of 320 × 240.
  final String? thumbnailUrl;

  /// 800 × 600; null for videos.
  final String? mediumUrl;

  /// Within 640 × 360; null for images.
  final String? compressedUrl;

  /// Null for images.
  final double? durationSeconds;

  @override
  List<Object?> get props => [
    mediaId,
    ownerId,
    type,
    url,
    rendition,
    width,
    height,
    thumbnailUrl,
    mediumUrl,
    compressedUrl,
    durationSeconds,
  ];
}

final class DepartmentEvent extends Value {
  const DepartmentEvent({required this.event, required this.people});

  factory DepartmentEvent.fromJson(Object? json) {
    final fields = Fields('DepartmentEvent', json);
    return DepartmentEvent(
      event: fields.read('event', EventCard.fromJson),
      people: fields.read('people', asInt),
    );
  }

  final EventCard event;

  /// Visitors from the department.
  final int people;

  @override
  List<Object?> get props => [event, people];
}

final class DepartmentMonth extends Value {
  const DepartmentMonth({
    required this.members,
    required this.active,
    required this.month,
  });

  factory DepartmentMonth.fromJson(Object? json) {
    final fields = Fields('DepartmentMonth', json);
    return DepartmentMonth(
      members: fields.read('members', orNull(asInt)),
      active: fields.read('active', orNull(asInt)),
      month: fields.read('month', asString),
    );
  }

  /// People with an account in the month.
  final int? members;

  /// Those of them who did anything in the month.
  final int? active;

  final String month;

  @override
  List<Object?> get props => [members, active, month];
}

final class DepartmentOverview extends Value {
  const DepartmentOverview({
    required this.asOf,
    required this.missing,
    required this.department,
    required this.month,
    required this.exact,
    required this.people,
    required this.history,
    required this.skills,
    required this.events,
  });

  factory DepartmentOverview.fromJson(Object? json) {
    final fields = Fields('DepartmentOverview', json);
    return DepartmentOverview(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      department: fields.read('department', asString),
      month: fields.read('month', asString),
      exact: fields.read('exact', asBool),
      people: fields.read('people', DepartmentPeople.fromJson),
      history: fields.read('history', listOf(DepartmentMonth.fromJson)),
      skills: fields.read('skills', DepartmentSkills.fromJson),
      events: fields.read('events', listOf(DepartmentEvent.fromJson)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  final String department;

  final String month;

  /// Whether counts are exact, as administrators get them; otherwise they are
  /// multiples of five, of groups of at least five.
  final bool exact;

  final DepartmentPeople people;

  /// The twelve months up to this one, the oldest first.
  final List<DepartmentMonth> history;

  final DepartmentSkills skills;

  /// The events of the month with the most visitors from the department.
  final List<DepartmentEvent> events;

  @override
  List<Object?> get props => [
    asOf,
    missing,
    department,
    month,
    exact,
    people,
    history,
    skills,
    events,
  ];
}

/// The people of a department in a month, by what they did; null where it may
/// not be shown.
final class DepartmentPeople extends Value {
  const DepartmentPeople({
    required this.members,
    required this.active,
    required this.posted,
    required this.attended,
    required this.checkedIn,
    required this.connected,
  });

  factory DepartmentPeople.fromJson(Object? json) {
    final fields = Fields('DepartmentPeople', json);
    return DepartmentPeople(
      members: fields.read('members', orNull(asInt)),
      active: fields.read('active', orNull(asInt)),
      posted: fields.read('posted', orNull(asInt)),
      attended: fields.read('attended', orNull(asInt)),
      checkedIn: fields.read('checkedIn', orNull(asInt)),
      connected: fields.read('connected', orNull(asInt)),
    );
  }

  /// People with an account in the month.
  final int? members;

  /// Those of them who did anything in the month.
  final int? active;

  /// Those who wrote a post.
  final int? posted;

  /// Those who attended an event, whether known or claimed.
  final int? attended;

  /// Those who were checked in at an event, and so are known to have been
  /// there.
  final int? checkedIn;

  /// Those who made a connection.
  final int? connected;

  @override
  List<Object?> get props => [
    members,
    active,
    posted,
    attended,
    checkedIn,
    connected,
  ];
}

/// The skills that people of a department use.
final class DepartmentSkills extends Value {
  const DepartmentSkills({
    required this.people,
    required this.popular,
    required this.rising,
  });

  factory DepartmentSkills.fromJson(Object? json) {
    final fields = Fields('DepartmentSkills', json);
    return DepartmentSkills(
      people: fields.read('people', orNull(asInt)),
      popular: fields.read('popular', listOf(PopularSkill.fromJson)),
      rising: fields.read('rising', listOf(RisingSkill.fromJson)),
    );
  }

  /// People who used any skill in the month; null where it may not be shown.
  final int? people;

  /// The most used first.
  final List<PopularSkill> popular;

  /// Skills whose share grew with 95 % certainty, the surest first.
  final List<RisingSkill> rising;

  @override
  List<Object?> get props => [people, popular, rising];
}

final class Directory extends Value {
  const Directory({
    required this.asOf,
    required this.missing,
    required this.month,
    required this.exact,
    required this.departments,
    required this.eventCategories,
    required this.skills,
  });

  factory Directory.fromJson(Object? json) {
    final fields = Fields('Directory', json);
    return Directory(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      month: fields.read('month', orNull(asString)),
      exact: fields.read('exact', asBool),
      departments: fields.read(
        'departments',
        listOf(DirectoryDepartment.fromJson),
      ),
      eventCategories: fields.read(
        'eventCategories',
        listOf(DirectoryEventCategory.fromJson),
      ),
      skills: fields.read('skills', listOf(DirectorySkill.fromJson)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The last closed month, at whose end people were counted; null if there is
  /// none yet.
  final String? month;

  /// Whether counts are exact, as administrators get them; otherwise they are
  /// multiples of five, of groups of at least five.
  final bool exact;

  /// Those of people who can be found, in the order of their names.
  final List<DirectoryDepartment> departments;

  /// Those of all events, in the order of their names.
  final List<DirectoryEventCategory> eventCategories;

  /// The skills of people who can be found, at most 50, the most common first.
  final List<DirectorySkill> skills;

  @override
  List<Object?> get props => [
    asOf,
    missing,
    month,
    exact,
    departments,
    eventCategories,
    skills,
  ];
}

final class DirectoryDepartment extends Value {
  const DirectoryDepartment({required this.name, required this.people});

  factory DirectoryDepartment.fromJson(Object? json) {
    final fields = Fields('DirectoryDepartment', json);
    return DirectoryDepartment(
      name: fields.read('name', asString),
      people: fields.read('people', orNull(asInt)),
    );
  }

  final String name;

  /// People at the end of `month`, whether they hide or not; unless `exact`, a
  /// multiple of five. Null for fewer than five, where another count would tell
  /// of fewer than five, and before the first month is closed.
  final int? people;

  @override
  List<Object?> get props => [name, people];
}

final class DirectoryEventCategory extends Value {
  const DirectoryEventCategory({
    required this.name,
    required this.upcomingEvents,
  });

  factory DirectoryEventCategory.fromJson(Object? json) {
    final fields = Fields('DirectoryEventCategory', json);
    return DirectoryEventCategory(
      name: fields.read('name', asString),
      upcomingEvents: fields.read('upcomingEvents', asInt),
    );
  }

  final String name;

  /// Events of the category that have not begun.
  final int upcomingEvents;

  @override
  List<Object?> get props => [name, upcomingEvents];
}

final class DirectorySkill extends Value {
  const DirectorySkill({required this.name, required this.people});

  factory DirectorySkill.fromJson(Object? json) {
    final fields = Fields('DirectorySkill', json);
    return DirectorySkill(
      name: fields.read('name', asString),
      people: fields.read('people', orNull(asInt)),
    );
  }

  final String name;

  /// People at the end of `month`, whether they hide or not; unless `exact`, a
  /// multiple of five. Null for fewer than five, where another count would tell
  /// of fewer than five, and before the first month is closed.
  final int? people;

  @override
  List<Object?> get props => [name, people];
}

final class EngagementForecast extends Value {
  const EngagementForecast({
    required this.userId,
    required this.basis,
    required this.asOf,
    required this.missing,
    required this.within30Days,
    required this.within60Days,
    required this.reasons,
  });

  factory EngagementForecast.fromJson(Object? json) {
    final fields = Fields('EngagementForecast', json);
    return EngagementForecast(
      userId: fields.read('userId', asString),
      basis: fields.read('basis', ForecastBasis.fromJson),
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      within30Days: fields.read('within30Days', asDouble),
      within60Days: fields.read('within60Days', asDouble),
      reasons: fields.read('reasons', listOf(ForecastReason.fromJson)),
    );
  }

  /// Whose forecast it is.
  final String userId;

  final ForecastBasis basis;

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The probability, from 0 to 1, of being active within 30 days: joining,
  /// attending, posting or connecting. Comparable between people.
  final double within30Days;

  /// The same within 60 days; at least `within30Days`.
  final double within60Days;

  /// The strongest reasons, at most two. They count what `userAnalytics`
  /// counts.
  final List<ForecastReason> reasons;

  @override
  List<Object?> get props => [
    userId,
    basis,
    asOf,
    missing,
    within30Days,
    within60Days,
    reasons,
  ];
}

/// An erasure that has been requested.
final class ErasureReceipt extends Value {
  const ErasureReceipt({required this.receipt, required this.dueAt});

  factory ErasureReceipt.fromJson(Object? json) {
    final fields = Fields('ErasureReceipt', json);
    return ErasureReceipt(
      receipt: fields.read('receipt', asString),
      dueAt: fields.read('dueAt', asTime),
    );
  }

  /// Keep it: afterwards nobody knows whose data was removed, and only with the
  /// receipt can an operator say what was.
  final String receipt;

  /// When the erasure begins; until then it can be withdrawn.
  final DateTime dueAt;

  @override
  List<Object?> get props => [receipt, dueAt];
}

final class EventActivity extends Value {
  const EventActivity({required this.upcoming, required this.categories});

  factory EventActivity.fromJson(Object? json) {
    final fields = Fields('EventActivity', json);
    return EventActivity(
      upcoming: fields.read('upcoming', asInt),
      categories: fields.read(
        'categories',
        listOf(EventCategoryCount.fromJson),
      ),
    );
  }

  /// Events that they are going to and that are not over.
  final int upcoming;

  /// Of the last 365 days, the most attended first.
  final List<EventCategoryCount> categories;

  @override
  List<Object?> get props => [upcoming, categories];
}

/// Somebody who goes to an event or was there.
final class EventAttendee extends Value {
  const EventAttendee({
    required this.person,
    required this.status,
    required this.checkedIn,
  });

  factory EventAttendee.fromJson(Object? json) {
    final fields = Fields('EventAttendee', json);
    return EventAttendee(
      person: fields.read('person', PersonCard.fromJson),
      status: fields.read('status', AttendanceStatus.fromJson),
      checkedIn: fields.read('checkedIn', asBool),
    );
  }

  final PersonCard person;

  final AttendanceStatus status;

  /// Whether they were checked in; otherwise `attended` is only claimed.
  final bool checkedIn;

  @override
  List<Object?> get props => [person, status, checkedIn];
}

final class EventAttendees extends Value {
  const EventAttendees({
    required this.asOf,
    required this.missing,
    required this.exact,
    required this.counts,
    required this.attendees,
    required this.cursor,
  });

  factory EventAttendees.fromJson(Object? json) {
    final fields = Fields('EventAttendees', json);
    return EventAttendees(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      exact: fields.read('exact', asBool),
      counts: fields.read('counts', EventFunnel.fromJson),
      attendees: fields.read('attendees', listOf(EventAttendee.fromJson)),
      cursor: fields.read('cursor', orNull(asString)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// Whether everybody is listed, and counts are exact and as of now; otherwise
  /// counts are as of last night, multiples of five, and null below five.
  final bool exact;

  final EventFunnel counts;

  /// As of now, in the order of their ids.
  final List<EventAttendee> attendees;

  /// Gets the next page; null on the last one.
  final String? cursor;

  @override
  List<Object?> get props => [asOf, missing, exact, counts, attendees, cursor];
}

/// An event, the same in every answer.
final class EventCard extends Value {
  const EventCard({
    required this.id,
    required this.title,
    required this.start,
    required this.end,
    required this.department,
    required this.category,
    required this.image,
  });

  factory EventCard.fromJson(Object? json) {
    final fields = Fields('EventCard', json);
    return EventCard(
      id: fields.read('id', asString),
      title: fields.read('title', asString),
      start: fields.read('start', orNull(asTime)),
      end: fields.read('end', orNull(asTime)),
      department: fields.read('department', orNull(asString)),
      category: fields.read('category', orNull(asString)),
      image: fields.read('image', orNull(asString)),
    );
  }

  final String id;

  final String title;

  final DateTime? start;

  final DateTime? end;

  final String? department;

  final String? category;

  /// URL of the newest picture of the event, 800 × 600; of a video, a still of
  /// 320 × 240.
  final String? image;

  @override
  List<Object?> get props => [
    id,
    title,
    start,
    end,
    department,
    category,
    image,
  ];

  @override
  String? get identity => id;
}

/// How many events of a category a person attended, and at how many they were
/// checked in.
final class EventCategoryCount extends Value {
  const EventCategoryCount({
    required this.name,
    required this.events,
    required this.checkedIn,
  });

  factory EventCategoryCount.fromJson(Object? json) {
    final fields = Fields('EventCategoryCount', json);
    return EventCategoryCount(
      name: fields.read('name', asString),
      events: fields.read('events', asInt),
      checkedIn: fields.read('checkedIn', asInt),
    );
  }

  final String name;

  final int events;

  final int checkedIn;

  @override
  List<Object?> get props => [name, events, checkedIn];
}

/// How many people answered the invitation to an event, and came; null where it
/// may not be shown.
final class EventFunnel extends Value {
  const EventFunnel({
    required this.answered,
    required this.going,
    required this.attended,
    required this.checkedIn,
  });

  factory EventFunnel.fromJson(Object? json) {
    final fields = Fields('EventFunnel', json);
    return EventFunnel(
      answered: fields.read('answered', orNull(asInt)),
      going: fields.read('going', orNull(asInt)),
      attended: fields.read('attended', orNull(asInt)),
      checkedIn: fields.read('checkedIn', orNull(asInt)),
    );
  }

  /// People who have answered, whatever their answer.
  final int? answered;

  /// Those of them who are going or came.
  final int? going;

  /// Those of them who attended, whether known or claimed.
  final int? attended;

  /// Those of them who were checked in, and so are known to have been there.
  final int? checkedIn;

  @override
  List<Object?> get props => [answered, going, attended, checkedIn];
}

final class EventInsights extends Value {
  const EventInsights({
    required this.event,
    required this.asOf,
    required this.missing,
    required this.exact,
    required this.funnel,
    required this.attendanceShare,
    required this.basis,
    required this.returningShare,
    required this.departments,
    required this.skills,
    required this.related,
  });

  factory EventInsights.fromJson(Object? json) {
    final fields = Fields('EventInsights', json);
    return EventInsights(
      event: fields.read('event', EventCard.fromJson),
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      exact: fields.read('exact', asBool),
      funnel: fields.read('funnel', EventFunnel.fromJson),
      attendanceShare: fields.read('attendanceShare', orNull(asDouble)),
      basis: fields.read('basis', VisitorBasis.fromJson),
      returningShare: fields.read('returningShare', orNull(asDouble)),
      departments: fields.read('departments', listOf(VisitorGroup.fromJson)),
      skills: fields.read('skills', listOf(VisitorGroup.fromJson)),
      related: fields.read('related', listOf(RelatedEvent.fromJson)),
    );
  }

  final EventCard event;

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// Whether counts are exact, as administrators get them; otherwise they are
  /// multiples of five, of groups of at least five.
  final bool exact;

  final EventFunnel funnel;

  /// The share of those going or who came that came, as `basis` says; null
  /// where it may not be shown.
  final double? attendanceShare;

  /// Who counts as a visitor. `checked-in`: those who were checked in.
  /// `attended`: nobody was, so those who are said to have been there. `going`:
  /// nobody has attended yet, so those who are going.
  final VisitorBasis basis;

  /// The share of the visitors who had been to an earlier event of the same
  /// category; null where it may not be shown.
  final double? returningShare;

  /// Departments of the visitors, the largest group first.
  final List<VisitorGroup> departments;

  /// Skills that at least five visitors have, the most common first.
  final List<VisitorGroup> skills;

  /// Events that share at least five visitors with this one, the highest `low`
  /// first.
  final List<RelatedEvent> related;

  @override
  List<Object?> get props => [
    event,
    asOf,
    missing,
    exact,
    funnel,
    attendanceShare,
    basis,
    returningShare,
    departments,
    skills,
    related,
  ];
}

final class EventRecommendation extends Value implements Recommendation {
  const EventRecommendation({
    required this.event,
    required this.id,
    required this.score,
    required this.reason,
    required this.reasonKind,
    required this.expiresAt,
    required this.modelVersion,
  });

  factory EventRecommendation.fromJson(Object? json) {
    final fields = Fields('EventRecommendation', json);
    return EventRecommendation(
      event: fields.read('event', EventCard.fromJson),
      id: fields.read('id', asString),
      score: fields.read('score', asDouble),
      reason: fields.read('reason', asString),
      reasonKind: fields.read('reasonKind', asString),
      expiresAt: fields.read('expiresAt', asTime),
      modelVersion: fields.read('modelVersion', orNull(asInt)),
    );
  }

  final EventCard event;

  /// The id of the event, person or skill; with `type`, what `recordFeedback`
  /// takes.
  final String id;

  /// How well it fits, from 0 to 1; comparable within one list only.
  final double score;

  /// Why it is recommended, in a sentence to show to the user.
  final String reason;

  /// What the reason is about, such as `same-people` or `popular`. Kinds may be
  /// added.
  final String reasonKind;

  /// When to ask again at the latest: after 26 hours; for an event, no later
  /// than it begins.
  final DateTime expiresAt;

  /// The version of the model that ranked it; null for the defaults in the
  /// code.
  final int? modelVersion;

  String get type => 'event';

  @override
  List<Object?> get props => [
    event,
    id,
    score,
    reason,
    reasonKind,
    expiresAt,
    modelVersion,
  ];

  @override
  String? get identity => id;
}

/// The archive could not be made: ask for a new one with `renew`.
final class ExportFailed extends Value implements DataExport {
  const ExportFailed({
    required this.exportId,
    required this.requestedAt,
    required this.message,
  });

  factory ExportFailed.fromJson(Object? json) {
    final fields = Fields('ExportFailed', json);
    return ExportFailed(
      exportId: fields.read('exportId', asString),
      requestedAt: fields.read('requestedAt', asTime),
      message: fields.read('message', asString),
    );
  }

  final String exportId;

  final DateTime requestedAt;

  /// A sentence to show to the user.
  final String message;

  String get state => 'failed';

  @override
  List<Object?> get props => [exportId, requestedAt, message];
}

/// The archive is being made: call again in half a minute.
final class ExportPreparing extends Value implements DataExport {
  const ExportPreparing({
    required this.exportId,
    required this.requestedAt,
    required this.message,
  });

  factory ExportPreparing.fromJson(Object? json) {
    final fields = Fields('ExportPreparing', json);
    return ExportPreparing(
      exportId: fields.read('exportId', asString),
      requestedAt: fields.read('requestedAt', asTime),
      message: fields.read('message', asString),
    );
  }

  final String exportId;

  final DateTime requestedAt;

  /// A sentence to show to the user.
  final String message;

  String get state => 'preparing';

  @override
  List<Object?> get props => [exportId, requestedAt, message];
}

/// The archive can be downloaded.
final class ExportReady extends Value implements DataExport {
  const ExportReady({
    required this.exportId,
    required this.requestedAt,
    required this.url,
    required this.endsAt,
    required this.sizeBytes,
    required this.files,
  });

  factory ExportReady.fromJson(Object? json) {
    final fields = Fields('ExportReady', json);
    return ExportReady(
      exportId: fields.read('exportId', asString),
      requestedAt: fields.read('requestedAt', asTime),
      url: fields.read('url', asString),
      endsAt: fields.read('endsAt', asTime),
      sizeBytes: fields.read('sizeBytes', asInt),
      files: fields.read('files', asInt),
    );
  }

  final String exportId;

  final DateTime requestedAt;

  /// Downloads the zip archive. Anybody who has it can, without signing in:
  /// open it at once and store it nowhere. Each call gives a new one.
  final String url;

  /// Until when `url` works: a day after the archive was begun. Then the
  /// archive is deleted, and the next call begins another.
  final DateTime endsAt;

  final int sizeBytes;

  /// How many files the archive holds.
  final int files;

  String get state => 'ready';

  @override
  List<Object?> get props => [
    exportId,
    requestedAt,
    url,
    endsAt,
    sizeBytes,
    files,
  ];
}

/// Why a probability is what it is.
final class ForecastReason extends Value {
  const ForecastReason({required this.text, required this.effect});

  factory ForecastReason.fromJson(Object? json) {
    final fields = Fields('ForecastReason', json);
    return ForecastReason(
      text: fields.read('text', asString),
      effect: fields.read('effect', ForecastEffect.fromJson),
    );
  }

  /// A sentence to show to the user.
  final String text;

  /// Whether it makes activity more or less likely than for the average person.
  final ForecastEffect effect;

  @override
  List<Object?> get props => [text, effect];
}

/// A person who matches a query, and why.
final class FoundTalent extends Value {
  const FoundTalent({
    required this.person,
    required this.score,
    required this.highlights,
    required this.related,
  });

  factory FoundTalent.fromJson(Object? json) {
    final fields = Fields('FoundTalent', json);
    return FoundTalent(
      person: fields.read('person', PersonCard.fromJson),
      score: fields.read('score', asDouble),
      highlights: fields.read('highlights', listOf(Highlight.fromJson)),
      related: fields.read('related', orNull(RelatedName.fromJson)),
    );
  }

  final PersonCard person;

  /// How well they match; comparable within one query, on all its pages.
  final double score;

  /// The best matches first.
  final List<Highlight> highlights;

  /// The other name of what was asked that led to this person; null if there is
  /// none.
  final RelatedName? related;

  @override
  List<Object?> get props => [person, score, highlights, related];
}

/// The ratio of a share to the same share before.
final class Growth extends Value {
  const Growth({required this.ratio, required this.low, required this.high});

  factory Growth.fromJson(Object? json) {
    final fields = Fields('Growth', json);
    return Growth(
      ratio: fields.read('ratio', asDouble),
      low: fields.read('low', asDouble),
      high: fields.read('high', asDouble),
    );
  }

  /// 1 for no change, 2 for twice the share.
  final double ratio;

  /// The lower end of its 95 % interval.
  final double low;

  /// The upper end.
  final double high;

  @override
  List<Object?> get props => [ratio, low, high];
}

/// An excerpt of a profile that shows why it was found.
final class Highlight extends Value {
  const Highlight({
    required this.field,
    required this.text,
    required this.matches,
  });

  factory Highlight.fromJson(Object? json) {
    final fields = Fields('Highlight', json);
    return Highlight(
      field: fields.read('field', HighlightedField.fromJson),
      text: fields.read('text', asString),
      matches: fields.read('matches', listOf(MatchedWord.fromJson)),
    );
  }

  /// Which part of the profile it is from.
  final HighlightedField field;

  /// An excerpt of at most 160 characters.
  final String text;

  /// The matching words, in the order of the text: the app has nothing to
  /// escape.
  final List<MatchedWord> matches;

  @override
  List<Object?> get props => [field, text, matches];
}

final class KeptAccount extends Value {
  const KeptAccount({required this.withdrawn});

  factory KeptAccount.fromJson(Object? json) {
    final fields = Fields('KeptAccount', json);
    return KeptAccount(withdrawn: fields.read('withdrawn', asBool));
  }

  /// Whether an erasure was withdrawn; false if none was requested.
  final bool withdrawn;

  @override
  List<Object?> get props => [withdrawn];
}

/// Where a matching word is in `text`, in UTF-16 code units.
final class MatchedWord extends Value {
  const MatchedWord({required this.from, required this.to});

  factory MatchedWord.fromJson(Object? json) {
    final fields = Fields('MatchedWord', json);
    return MatchedWord(
      from: fields.read('from', asInt),
      to: fields.read('to', asInt),
    );
  }

  final int from;

  /// Of the first unit after the word.
  final int to;

  @override
  List<Object?> get props => [from, to];
}

/// A share with its 95 % interval.
final class MeasuredShare extends Value {
  const MeasuredShare({
    required this.count,
    required this.share,
    required this.low,
    required this.high,
  });

  factory MeasuredShare.fromJson(Object? json) {
    final fields = Fields('MeasuredShare', json);
    return MeasuredShare(
      count: fields.read('count', asInt),
      share: fields.read('share', asDouble),
      low: fields.read('low', asDouble),
      high: fields.read('high', asDouble),
    );
  }

  /// How many of those shown.
  final int count;

  final double share;

  /// The lower end of its 95 % interval (Wilson).
  final double low;

  /// The upper end.
  final double high;

  @override
  List<Object?> get props => [count, share, low, high];
}

/// A file as its owner sees it.
final class MediaFile extends Value {
  const MediaFile({
    required this.mediaId,
    required this.status,
    required this.reason,
    required this.type,
    required this.url,
    required this.thumbnailUrl,
    required this.mediumUrl,
    required this.compressedUrl,
    required this.width,
    required this.height,
    required this.durationSeconds,
    required this.sizeBytes,
    required this.format,
  });

  factory MediaFile.fromJson(Object? json) {
    final fields = Fields('MediaFile', json);
    return MediaFile(
      mediaId: fields.read('mediaId', asString),
      status: fields.read('status', MediaStatus.fromJson),
      reason: fields.read('reason', orNull(asString)),
      type: fields.read('type', MediaType.fromJson),
      url: fields.read('url', orNull(asString)),
      thumbnailUrl: fields.read('thumbnailUrl', orNull(asString)),
      mediumUrl: fields.read('mediumUrl', orNull(asString)),
      compressedUrl: fields.read('compressedUrl', orNull(asString)),
      width: fields.read('width', orNull(asInt)),
      height: fields.read('height', orNull(asInt)),
      durationSeconds: fields.read('durationSeconds', orNull(asDouble)),
      sizeBytes: fields.read('sizeBytes', orNull(asInt)),
      format: fields.read('format', orNull(asString)),
    );
  }

  final String mediaId;

  final MediaStatus status;

  /// Why the file is not shown; null while it is pending or ready.
  final String? reason;

  final MediaType type;

  /// The largest rendition; null until the file is ready.
  final String? url;

  /// 400 × 300; of a video, a still of 320 × 240.
  final String? thumbnailUrl;

  /// 800 × 600; null for videos.
  final String? mediumUrl;

  /// Within 640 × 360; null for images.
  final String? compressedUrl;

  /// Of the original, in pixels; null if not known.
  final int? width;

  /// Of the original, in pixels; null if not known.
  final int? height;

  /// Null for images.
  final double? durationSeconds;

  final int? sizeBytes;

  /// Such as `jpg` or `mp4`.
  final String? format;

  @override
  List<Object?> get props => [
    mediaId,
    status,
    reason,
    type,
    url,
    thumbnailUrl,
    mediumUrl,
    compressedUrl,
    width,
    height,
    durationSeconds,
    sizeBytes,
    format,
  ];
}

final class MediaUrls extends Value {
  const MediaUrls({required this.files});

  factory MediaUrls.fromJson(Object? json) {
    final fields = Fields('MediaUrls', json);
    return MediaUrls(
      files: fields.read('files', listOf(orNull(DeliveredFile.fromJson))),
    );
  }

  /// One for each of `mediaIds`, in their order; null for a file that does not
  /// exist, is not ready, or may not be seen. An answer with a null is not
  /// cached.
  final List<DeliveredFile?> files;

  @override
  List<Object?> get props => [files];
}

final class MediaUsage extends Value {
  const MediaUsage({required this.user, required this.plan});

  factory MediaUsage.fromJson(Object? json) {
    final fields = Fields('MediaUsage', json);
    return MediaUsage(
      user: fields.read('user', PersonalMediaUsage.fromJson),
      plan: fields.read('plan', orNull(PlanUsage.fromJson)),
    );
  }

  final PersonalMediaUsage user;

  /// The campus’s use of the plan; null unless asked for.
  final PlanUsage? plan;

  @override
  List<Object?> get props => [user, plan];
}

final class MergedSkills extends Value {
  const MergedSkills({
    required this.from,
    required this.into,
    required this.moved,
  });

  factory MergedSkills.fromJson(Object? json) {
    final fields = Fields('MergedSkills', json);
    return MergedSkills(
      from: fields.read('from', Skill.fromJson),
      into: fields.read('into', Skill.fromJson),
      moved: fields.read('moved', MovedSkills.fromJson),
    );
  }

  /// The skill that is now only another name of the other.
  final Skill from;

  final Skill into;

  final MovedSkills moved;

  @override
  List<Object?> get props => [from, into, moved];
}

/// How many links of people, posts and events moved to the skill that stays.
final class MovedSkills extends Value {
  const MovedSkills({
    required this.userSkills,
    required this.postSkills,
    required this.eventSkills,
  });

  factory MovedSkills.fromJson(Object? json) {
    final fields = Fields('MovedSkills', json);
    return MovedSkills(
      userSkills: fields.read('userSkills', asInt),
      postSkills: fields.read('postSkills', asInt),
      eventSkills: fields.read('eventSkills', asInt),
    );
  }

  final int userSkills;

  final int postSkills;

  final int eventSkills;

  @override
  List<Object?> get props => [userSkills, postSkills, eventSkills];
}

/// People who held the person’s title and moved to this one.
final class PathAlumni extends Value {
  const PathAlumni({
    required this.people,
    required this.share,
    required this.medianMonths,
  });

  factory PathAlumni.fromJson(Object? json) {
    final fields = Fields('PathAlumni', json);
    return PathAlumni(
      people: fields.read('people', asInt),
      share: fields.read('share', asDouble),
      medianMonths: fields.read('medianMonths', orNull(asInt)),
    );
  }

  /// How many they are; unless an administrator asks, rounded down to a
  /// multiple of five.
  final int people;

  /// The share of all who held the title and moved on that moved to this one.
  final double share;

  /// The median of how long they held the earlier title, in months; unless an
  /// administrator asks, rounded to half years. Null if unknown.
  final int? medianMonths;

  @override
  List<Object?> get props => [people, share, medianMonths];
}

/// A skill that people with a title have and the person lacks.
final class PathSkill extends Value {
  const PathSkill({required this.id, required this.name, required this.reason});

  factory PathSkill.fromJson(Object? json) {
    final fields = Fields('PathSkill', json);
    return PathSkill(
      id: fields.read('id', asString),
      name: fields.read('name', asString),
      reason: fields.read('reason', asString),
    );
  }

  final String id;

  final String name;

  /// Why to acquire it, in a sentence to show to the user.
  final String reason;

  @override
  List<Object?> get props => [id, name, reason];

  @override
  String? get identity => id;
}

/// A person, the same in every answer.
final class PersonCard extends Value {
  const PersonCard({
    required this.id,
    required this.name,
    required this.photo,
    required this.role,
    required this.department,
    required this.headline,
    required this.verifiedSkills,
  });

  factory PersonCard.fromJson(Object? json) {
    final fields = Fields('PersonCard', json);
    return PersonCard(
      id: fields.read('id', asString),
      name: fields.read('name', asString),
      photo: fields.read('photo', orNull(asString)),
      role: fields.read('role', orNull(asString)),
      department: fields.read('department', orNull(asString)),
      headline: fields.read('headline', orNull(asString)),
      verifiedSkills: fields.read(
        'verifiedSkills',
        listOf(VerifiedSkill.fromJson),
      ),
    );
  }

  final String id;

  /// Empty for somebody whose profile has none: show a neutral word of your own
  /// language.
  final String name;

  /// URL of the thumbnail, 400 × 300, of the newest picture on their profile.
  final String? photo;

  final String? role;

  final String? department;

  /// Their current position, such as “Engineer at Acme”; without one, up to
  /// three of their skills.
  final String? headline;

  /// Those of their skills that somebody verified, at most 50, the highest
  /// level first.
  final List<VerifiedSkill> verifiedSkills;

  @override
  List<Object?> get props => [
    id,
    name,
    photo,
    role,
    department,
    headline,
    verifiedSkills,
  ];

  @override
  String? get identity => id;
}

/// What became of one person.
final class PersonCheckIn extends Value {
  const PersonCheckIn({required this.userId, required this.result});

  factory PersonCheckIn.fromJson(Object? json) {
    final fields = Fields('PersonCheckIn', json);
    return PersonCheckIn(
      userId: fields.read('userId', asString),
      result: fields.read('result', CheckInResult.fromJson),
    );
  }

  final String userId;

  final CheckInResult result;

  @override
  List<Object?> get props => [userId, result];
}

final class PersonRecommendation extends Value implements Recommendation {
  const PersonRecommendation({
    required this.person,
    required this.id,
    required this.score,
    required this.reason,
    required this.reasonKind,
    required this.expiresAt,
    required this.modelVersion,
  });

  factory PersonRecommendation.fromJson(Object? json) {
    final fields = Fields('PersonRecommendation', json);
    return PersonRecommendation(
      person: fields.read('person', PersonCard.fromJson),
      id: fields.read('id', asString),
      score: fields.read('score', asDouble),
      reason: fields.read('reason', asString),
      reasonKind: fields.read('reasonKind', asString),
      expiresAt: fields.read('expiresAt', asTime),
      modelVersion: fields.read('modelVersion', orNull(asInt)),
    );
  }

  final PersonCard person;

  /// The id of the event, person or skill; with `type`, what `recordFeedback`
  /// takes.
  final String id;

  /// How well it fits, from 0 to 1; comparable within one list only.
  final double score;

  /// Why it is recommended, in a sentence to show to the user.
  final String reason;

  /// What the reason is about, such as `same-people` or `popular`. Kinds may be
  /// added.
  final String reasonKind;

  /// When to ask again at the latest: after 26 hours; for an event, no later
  /// than it begins.
  final DateTime expiresAt;

  /// The version of the model that ranked it; null for the defaults in the
  /// code.
  final int? modelVersion;

  String get type => 'user';

  @override
  List<Object?> get props => [
    person,
    id,
    score,
    reason,
    reasonKind,
    expiresAt,
    modelVersion,
  ];

  @override
  String? get identity => id;
}

/// How many credits of the campus’s plan their files use, and how many they may
/// use at present.
final class PersonalCredits extends Value {
  const PersonalCredits({required this.used, required this.limit});

  factory PersonalCredits.fromJson(Object? json) {
    final fields = Fields('PersonalCredits', json);
    return PersonalCredits(
      used: fields.read('used', asDouble),
      limit: fields.read('limit', asDouble),
    );
  }

  final double used;

  final double limit;

  @override
  List<Object?> get props => [used, limit];
}

/// What somebody has used this month (UTC).
final class PersonalMediaUsage extends Value {
  const PersonalMediaUsage({
    required this.uploads,
    required this.images,
    required this.videos,
    required this.bytes,
    required this.transformations,
    required this.limits,
    required this.remaining,
    required this.credits,
  });

  factory PersonalMediaUsage.fromJson(Object? json) {
    final fields = Fields('PersonalMediaUsage', json);
    return PersonalMediaUsage(
      uploads: fields.read('uploads', asInt),
      images: fields.read('images', asInt),
      videos: fields.read('videos', asInt),
      bytes: fields.read('bytes', asInt),
      transformations: fields.read('transformations', asInt),
      limits: fields.read('limits', UploadQuota.fromJson),
      remaining: fields.read('remaining', UploadQuota.fromJson),
      credits: fields.read('credits', PersonalCredits.fromJson),
    );
  }

  final int uploads;

  final int images;

  final int videos;

  final int bytes;

  /// As Cloudinary counts them.
  final int transformations;

  final UploadQuota limits;

  /// What is left of `limits` after uploads that have arrived or are pending.
  final UploadQuota remaining;

  final PersonalCredits credits;

  @override
  List<Object?> get props => [
    uploads,
    images,
    videos,
    bytes,
    transformations,
    limits,
    remaining,
    credits,
  ];
}

/// Credits of the plan, and what they were used for.
final class PlanCredits extends Value {
  const PlanCredits({
    required this.limit,
    required this.used,
    required this.transformations,
    required this.storage,
    required this.bandwidth,
  });

  factory PlanCredits.fromJson(Object? json) {
    final fields = Fields('PlanCredits', json);
    return PlanCredits(
      limit: fields.read('limit', asDouble),
      used: fields.read('used', asDouble),
      transformations: fields.read('transformations', asDouble),
      storage: fields.read('storage', asDouble),
      bandwidth: fields.read('bandwidth', asDouble),
    );
  }

  final double limit;

  final double used;

  final double transformations;

  final double storage;

  final double bandwidth;

  @override
  List<Object?> get props => [limit, used, transformations, storage, bandwidth];
}

/// The campus’s use of Cloudinary’s plan: by Cloudinary’s report, and by the
/// suite’s own count since.
final class PlanUsage extends Value {
  const PlanUsage({
    required this.credits,
    required this.share,
    required this.projectedShare,
    required this.uploadsPaused,
    required this.reportedOn,
  });

  factory PlanUsage.fromJson(Object? json) {
    final fields = Fields('PlanUsage', json);
    return PlanUsage(
      credits: fields.read('credits', PlanCredits.fromJson),
      share: fields.read('share', asDouble),
      projectedShare: fields.read('projectedShare', asDouble),
      uploadsPaused: fields.read('uploadsPaused', asBool),
      reportedOn: fields.read('reportedOn', orNull(asString)),
    );
  }

  final PlanCredits credits;

  /// The share of the plan that is used: from 0 to 1, and above 1 if it is
  /// exceeded.
  final double share;

  /// The share in 30 days, if as much is uploaded as in the last seven days,
  /// and as much is viewed.
  final double projectedShare;

  /// Whether uploads are paused, as they are from a share of 0.95 on.
  final bool uploadsPaused;

  /// The last day in Cloudinary’s report; null without a report, and then what
  /// viewers download is not counted.
  final String? reportedOn;

  @override
  List<Object?> get props => [
    credits,
    share,
    projectedShare,
    uploadsPaused,
    reportedOn,
  ];
}

final class PlatformReport extends Value {
  const PlatformReport({
    required this.asOf,
    required this.missing,
    required this.week,
    required this.exact,
    required this.figures,
    required this.retention,
    required this.csv,
  });

  factory PlatformReport.fromJson(Object? json) {
    final fields = Fields('PlatformReport', json);
    return PlatformReport(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      week: fields.read('week', asString),
      exact: fields.read('exact', asBool),
      figures: fields.read('figures', listOf(ReportFigure.fromJson)),
      retention: fields.read('retention', listOf(CohortRetention.fromJson)),
      csv: fields.read('csv', orNull(asString)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The week’s Monday.
  final String week;

  /// Whether counts are exact, as administrators get them; otherwise they are
  /// multiples of five, of groups of at least five.
  final bool exact;

  /// The figures that may be shown.
  final List<ReportFigure> figures;

  /// By the month of joining.
  final List<CohortRetention> retention;

  /// The figures as CSV (RFC 4180); null unless asked for.
  final String? csv;

  @override
  List<Object?> get props => [
    asOf,
    missing,
    week,
    exact,
    figures,
    retention,
    csv,
  ];
}

final class PopularSkill extends Value {
  const PopularSkill({
    required this.name,
    required this.people,
    required this.profiles,
    required this.growth,
    required this.history,
  });

  factory PopularSkill.fromJson(Object? json) {
    final fields = Fields('PopularSkill', json);
    return PopularSkill(
      name: fields.read('name', asString),
      people: fields.read('people', orNull(asInt)),
      profiles: fields.read('profiles', orNull(asInt)),
      growth: fields.read('growth', orNull(Growth.fromJson)),
      history: fields.read('history', listOf(SkillMonth.fromJson)),
    );
  }

  final String name;

  /// People who named it in a post of the month or attended an event about it;
  /// null where it may not be shown.
  final int? people;

  /// People who have it on their profile; null where it may not be shown.
  final int? profiles;

  /// The growth, since the month before, of its share among people who used any
  /// skill, so that a holiday is not a decline. Null where it may not be shown.
  final Growth? growth;

  /// The twelve months up to this one, the oldest first.
  final List<SkillMonth> history;

  @override
  List<Object?> get props => [name, people, profiles, growth, history];
}

/// An event to join, a person to meet or a skill to learn.
sealed class Recommendation implements Value {
  factory Recommendation.fromJson(Object? json) => switch (tagOf(
    json,
    'type',
  )) {
    'event' => EventRecommendation.fromJson(json),
    'user' => PersonRecommendation.fromJson(json),
    'skill' => SkillRecommendation.fromJson(json),
    final tag => UnknownRecommendation(tag, asObject(json)),
  };
}

/// A [Recommendation] that only a later version of the package knows.
final class UnknownRecommendation extends Value implements Recommendation {
  const UnknownRecommendation(this.type, this.json);

  final String type;

  /// As it arrived.
  final Map<String, Object?> json;

  @override
  List<Object?> get props => [json];
}

/// What became of everything that was shown for one kind of reason by one
/// version of the model.
final class RecommendationGroup extends Value {
  const RecommendationGroup({
    required this.type,
    required this.reasonKind,
    required this.modelVersion,
    required this.shown,
    required this.opened,
    required this.accepted,
    required this.dismissed,
  });

  factory RecommendationGroup.fromJson(Object? json) {
    final fields = Fields('RecommendationGroup', json);
    return RecommendationGroup(
      type: fields.read('type', RecommendationType.fromJson),
      reasonKind: fields.read('reasonKind', orNull(asString)),
      modelVersion: fields.read('modelVersion', orNull(asInt)),
      shown: fields.read('shown', asInt),
      opened: fields.read('opened', MeasuredShare.fromJson),
      accepted: fields.read('accepted', MeasuredShare.fromJson),
      dismissed: fields.read('dismissed', MeasuredShare.fromJson),
    );
  }

  final RecommendationType type;

  /// As in `recommendations`; null for what was in none of the stored lists.
  final String? reasonKind;

  /// Null for the defaults in the code.
  final int? modelVersion;

  /// Pairs of a person and an item that was shown to them, however often.
  final int shown;

  final MeasuredShare opened;

  final MeasuredShare accepted;

  /// Without dismissals that were taken back.
  final MeasuredShare dismissed;

  @override
  List<Object?> get props => [
    type,
    reasonKind,
    modelVersion,
    shown,
    opened,
    accepted,
    dismissed,
  ];
}

final class RecommendationQuality extends Value {
  const RecommendationQuality({required this.groups});

  factory RecommendationQuality.fromJson(Object? json) {
    final fields = Fields('RecommendationQuality', json);
    return RecommendationQuality(
      groups: fields.read('groups', listOf(RecommendationGroup.fromJson)),
    );
  }

  /// One for each type, kind of reason and version of the model.
  final List<RecommendationGroup> groups;

  @override
  List<Object?> get props => [groups];
}

final class Recommendations extends Value {
  const Recommendations({
    required this.asOf,
    required this.missing,
    required this.recommendations,
  });

  factory Recommendations.fromJson(Object? json) {
    final fields = Fields('Recommendations', json);
    return Recommendations(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      recommendations: fields.read(
        'recommendations',
        listOf(Recommendation.fromJson),
      ),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The best first; but at most a third come from one category or department,
  /// as long as the others score at least three quarters of what they replace.
  final List<Recommendation> recommendations;

  @override
  List<Object?> get props => [asOf, missing, recommendations];
}

final class RecordedFeedback extends Value {
  const RecordedFeedback({required this.recorded});

  factory RecordedFeedback.fromJson(Object? json) {
    final fields = Fields('RecordedFeedback', json);
    return RecordedFeedback(recorded: fields.read('recorded', asInt));
  }

  /// How many of the items exist and were recorded; others are ignored.
  final int recorded;

  @override
  List<Object?> get props => [recorded];
}

final class RecordedProfileView extends Value {
  const RecordedProfileView({required this.counted});

  factory RecordedProfileView.fromJson(Object? json) {
    final fields = Fields('RecordedProfileView', json);
    return RecordedProfileView(counted: fields.read('counted', asBool));
  }

  /// Whether it was the caller’s first view of this profile today.
  final bool counted;

  @override
  List<Object?> get props => [counted];
}

/// An event that shares visitors with another one.
final class RelatedEvent extends Value {
  const RelatedEvent({
    required this.event,
    required this.people,
    required this.lift,
    required this.low,
    required this.high,
  });

  factory RelatedEvent.fromJson(Object? json) {
    final fields = Fields('RelatedEvent', json);
    return RelatedEvent(
      event: fields.read('event', EventCard.fromJson),
      people: fields.read('people', asInt),
      lift: fields.read('lift', asDouble),
      low: fields.read('low', asDouble),
      high: fields.read('high', asDouble),
    );
  }

  final EventCard event;

  /// How many people the two share: at least five.
  final int people;

  /// How many times as many people they share as they would if unrelated.
  final double lift;

  /// The lower end of the 95 % interval of `lift`. With many pairs, one in
  /// forty is there by chance.
  final double low;

  /// The upper end of the interval.
  final double high;

  @override
  List<Object?> get props => [event, people, lift, low, high];
}

final class RelatedName extends Value {
  const RelatedName({required this.asked, required this.found});

  factory RelatedName.fromJson(Object? json) {
    final fields = Fields('RelatedName', json);
    return RelatedName(
      asked: fields.read('asked', asString),
      found: fields.read('found', asString),
    );
  }

  /// The words of the query.
  final String asked;

  /// The other name for them that the profile matches.
  final String found;

  @override
  List<Object?> get props => [asked, found];
}

final class ReplayFailure extends Value {
  const ReplayFailure({
    required this.id,
    required this.path,
    required this.reason,
  });

  factory ReplayFailure.fromJson(Object? json) {
    final fields = Fields('ReplayFailure', json);
    return ReplayFailure(
      id: fields.read('id', asInt),
      path: fields.read('path', orNull(asString)),
      reason: fields.read('reason', asString),
    );
  }

  final int id;

  final String? path;

  final String reason;

  @override
  List<Object?> get props => [id, path, reason];
}

/// One line of the weekly report.
final class ReportFigure extends Value {
  const ReportFigure({
    required this.section,
    required this.group,
    required this.period,
    required this.value,
  });

  factory ReportFigure.fromJson(Object? json) {
    final fields = Fields('ReportFigure', json);
    return ReportFigure(
      section: fields.read('section', ReportSection.fromJson),
      group: fields.read('group', asString),
      period: fields.read('period', asString),
      value: fields.read('value', asDouble),
    );
  }

  final ReportSection section;

  /// Who is counted: a role, a department, the month of joining, or
  /// `everybody`; for `sync`, the name of the figure.
  final String group;

  /// The week’s Monday, such as `2026-03-09`, or the month, such as `2026-03`.
  final String period;

  final double value;

  @override
  List<Object?> get props => [section, group, period, value];
}

final class RisingSkill extends Value {
  const RisingSkill({
    required this.name,
    required this.people,
    required this.profiles,
    required this.growth,
  });

  factory RisingSkill.fromJson(Object? json) {
    final fields = Fields('RisingSkill', json);
    return RisingSkill(
      name: fields.read('name', asString),
      people: fields.read('people', orNull(asInt)),
      profiles: fields.read('profiles', orNull(asInt)),
      growth: fields.read('growth', orNull(Growth.fromJson)),
    );
  }

  final String name;

  /// People who named it in a post of the month or attended an event about it;
  /// null where it may not be shown.
  final int? people;

  /// People who have it on their profile; null where it may not be shown.
  final int? profiles;

  /// The growth, since the month before, of its share among people who used any
  /// skill, so that a holiday is not a decline. Null where it may not be shown.
  final Growth? growth;

  @override
  List<Object?> get props => [name, people, profiles, growth];
}

final class SearchedTalent extends Value {
  const SearchedTalent({
    required this.asOf,
    required this.missing,
    required this.people,
    required this.cursor,
  });

  factory SearchedTalent.fromJson(Object? json) {
    final fields = Fields('SearchedTalent', json);
    return SearchedTalent(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      people: fields.read('people', listOf(FoundTalent.fromJson)),
      cursor: fields.read('cursor', orNull(asString)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The best matches first.
  final List<FoundTalent> people;

  /// Gets the next page; null on the last one.
  final String? cursor;

  @override
  List<Object?> get props => [asOf, missing, people, cursor];
}

/// An event that two people visit, and how that is known.
final class SharedEvent extends Value {
  const SharedEvent({required this.event, required this.basis});

  factory SharedEvent.fromJson(Object? json) {
    final fields = Fields('SharedEvent', json);
    return SharedEvent(
      event: fields.read('event', EventCard.fromJson),
      basis: fields.read('basis', VisitBasis.fromJson),
    );
  }

  final EventCard event;

  final VisitBasis basis;

  @override
  List<Object?> get props => [event, basis];
}

/// Somebody similar to the person whom the answer is about.
final class SimilarStudent extends Value {
  const SimilarStudent({
    required this.person,
    required this.score,
    required this.sharedSkills,
    required this.sharedInterests,
    required this.sharedEvents,
    required this.reason,
  });

  factory SimilarStudent.fromJson(Object? json) {
    final fields = Fields('SimilarStudent', json);
    return SimilarStudent(
      person: fields.read('person', PersonCard.fromJson),
      score: fields.read('score', asDouble),
      sharedSkills: fields.read('sharedSkills', shortListOf(asString)),
      sharedInterests: fields.read('sharedInterests', shortListOf(asString)),
      sharedEvents: fields.read(
        'sharedEvents',
        shortListOf(SharedEvent.fromJson),
      ),
      reason: fields.read('reason', asString),
    );
  }

  final PersonCard person;

  /// How similar they are, from 0 to 1; comparable within one answer. It
  /// rewards rare skills at high levels, small events, the same skills in
  /// posts, and going to the same people’s events, which also connects people
  /// who have never met.
  final double score;

  /// How many there are, and the first five.
  final ShortList<String> sharedSkills;

  /// Skills that both name in their posts.
  final ShortList<String> sharedInterests;

  /// Events that both visit. Empty for somebody who does not share which events
  /// they go to; they still count in `score`.
  final ShortList<SharedEvent> sharedEvents;

  /// Why they are listed, in a sentence to show to the user.
  final String reason;

  @override
  List<Object?> get props => [
    person,
    score,
    sharedSkills,
    sharedInterests,
    sharedEvents,
    reason,
  ];
}

final class SimilarStudents extends Value {
  const SimilarStudents({
    required this.asOf,
    required this.missing,
    required this.basis,
    required this.students,
  });

  factory SimilarStudents.fromJson(Object? json) {
    final fields = Fields('SimilarStudents', json);
    return SimilarStudents(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      basis: fields.read('basis', SimilarStudentsBasis.fromJson),
      students: fields.read('students', listOf(SimilarStudent.fromJson)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// `similarity`: people who share something with the person. `department`:
  /// the person has no skills, posts or events yet, so these are the newest
  /// members, those of the person’s department first, with `score` 0 and a
  /// `reason` that says so.
  final SimilarStudentsBasis basis;

  /// The most similar first.
  final List<SimilarStudent> students;

  @override
  List<Object?> get props => [asOf, missing, basis, students];
}

final class Skill extends Value {
  const Skill({required this.id, required this.name});

  factory Skill.fromJson(Object? json) {
    final fields = Fields('Skill', json);
    return Skill(
      id: fields.read('id', asInt),
      name: fields.read('name', asString),
    );
  }

  final int id;

  final String name;

  @override
  List<Object?> get props => [id, name];
}

/// A skill that is recommended.
final class SkillCard extends Value {
  const SkillCard({
    required this.id,
    required this.name,
    required this.category,
  });

  factory SkillCard.fromJson(Object? json) {
    final fields = Fields('SkillCard', json);
    return SkillCard(
      id: fields.read('id', asString),
      name: fields.read('name', asString),
      category: fields.read('category', orNull(asString)),
    );
  }

  final String id;

  final String name;

  final String? category;

  @override
  List<Object?> get props => [id, name, category];

  @override
  String? get identity => id;
}

final class SkillMonth extends Value {
  const SkillMonth({required this.month, required this.people});

  factory SkillMonth.fromJson(Object? json) {
    final fields = Fields('SkillMonth', json);
    return SkillMonth(
      month: fields.read('month', asString),
      people: fields.read('people', orNull(asInt)),
    );
  }

  final String month;

  /// People who named it in a post of the month or attended an event about it;
  /// null where it may not be shown.
  final int? people;

  @override
  List<Object?> get props => [month, people];
}

/// Two skills that go together.
final class SkillPair extends Value {
  const SkillPair({
    required this.skills,
    required this.people,
    required this.lift,
    required this.low,
    required this.high,
  });

  factory SkillPair.fromJson(Object? json) {
    final fields = Fields('SkillPair', json);
    return SkillPair(
      skills: fields.read('skills', listOf(asString)),
      people: fields.read('people', asInt),
      lift: fields.read('lift', asDouble),
      low: fields.read('low', asDouble),
      high: fields.read('high', asDouble),
    );
  }

  /// The names of both.
  final List<String> skills;

  /// How many people the two share: at least five.
  final int people;

  /// How many times as many people they share as they would if unrelated.
  final double lift;

  /// The lower end of the 95 % interval of `lift`. With many pairs, one in
  /// forty is there by chance.
  final double low;

  /// The upper end of the interval.
  final double high;

  @override
  List<Object?> get props => [skills, people, lift, low, high];
}

final class SkillRecommendation extends Value implements Recommendation {
  const SkillRecommendation({
    required this.skill,
    required this.id,
    required this.score,
    required this.reason,
    required this.reasonKind,
    required this.expiresAt,
    required this.modelVersion,
  });

  factory SkillRecommendation.fromJson(Object? json) {
    final fields = Fields('SkillRecommendation', json);
    return SkillRecommendation(
      skill: fields.read('skill', SkillCard.fromJson),
      id: fields.read('id', asString),
      score: fields.read('score', asDouble),
      reason: fields.read('reason', asString),
      reasonKind: fields.read('reasonKind', asString),
      expiresAt: fields.read('expiresAt', asTime),
      modelVersion: fields.read('modelVersion', orNull(asInt)),
    );
  }

  final SkillCard skill;

  /// The id of the event, person or skill; with `type`, what `recordFeedback`
  /// takes.
  final String id;

  /// How well it fits, from 0 to 1; comparable within one list only.
  final double score;

  /// Why it is recommended, in a sentence to show to the user.
  final String reason;

  /// What the reason is about, such as `same-people` or `popular`. Kinds may be
  /// added.
  final String reasonKind;

  /// When to ask again at the latest: after 26 hours; for an event, no later
  /// than it begins.
  final DateTime expiresAt;

  /// The version of the model that ranked it; null for the defaults in the
  /// code.
  final int? modelVersion;

  String get type => 'skill';

  @override
  List<Object?> get props => [
    skill,
    id,
    score,
    reason,
    reasonKind,
    expiresAt,
    modelVersion,
  ];

  @override
  String? get identity => id;
}

final class SkillTrends extends Value {
  const SkillTrends({
    required this.asOf,
    required this.missing,
    required this.month,
    required this.department,
    required this.exact,
    required this.people,
    required this.popular,
    required this.rising,
    required this.pairs,
  });

  factory SkillTrends.fromJson(Object? json) {
    final fields = Fields('SkillTrends', json);
    return SkillTrends(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      month: fields.read('month', asString),
      department: fields.read('department', orNull(asString)),
      exact: fields.read('exact', asBool),
      people: fields.read('people', orNull(asInt)),
      popular: fields.read('popular', listOf(PopularSkill.fromJson)),
      rising: fields.read('rising', listOf(RisingSkill.fromJson)),
      pairs: fields.read('pairs', listOf(SkillPair.fromJson)),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  final String month;

  /// Null for the whole campus.
  final String? department;

  /// Whether counts are exact, as administrators get them; otherwise they are
  /// multiples of five, of groups of at least five.
  final bool exact;

  /// People who used any skill in the month; null where it may not be shown.
  final int? people;

  /// The most used first.
  final List<PopularSkill> popular;

  /// Skills whose share grew with 95 % certainty, the surest first.
  final List<RisingSkill> rising;

  /// Skills that go together on the campus, the highest `low` first; empty for
  /// a department.
  final List<SkillPair> pairs;

  @override
  List<Object?> get props => [
    asOf,
    missing,
    month,
    department,
    exact,
    people,
    popular,
    rising,
    pairs,
  ];
}

final class SkillVerification extends Value {
  const SkillVerification({
    required this.userId,
    required this.skill,
    required this.level,
    required this.verified,
  });

  factory SkillVerification.fromJson(Object? json) {
    final fields = Fields('SkillVerification', json);
    return SkillVerification(
      userId: fields.read('userId', asString),
      skill: fields.read('skill', asString),
      level: fields.read('level', orNull(asInt)),
      verified: fields.read('verified', orNull(Verification.fromJson)),
    );
  }

  final String userId;

  /// As the person spells it.
  final String skill;

  /// The level that the person claims, 1 to 5; null if none.
  final int? level;

  /// The verification; null once it has been withdrawn.
  final Verification? verified;

  @override
  List<Object?> get props => [userId, skill, level, verified];
}

/// A student who may drop off, and their forecast.
final class StudentAtRisk extends Value {
  const StudentAtRisk({
    required this.person,
    required this.within30Days,
    required this.within60Days,
    required this.reasons,
  });

  factory StudentAtRisk.fromJson(Object? json) {
    final fields = Fields('StudentAtRisk', json);
    return StudentAtRisk(
      person: fields.read('person', PersonCard.fromJson),
      within30Days: fields.read('within30Days', asDouble),
      within60Days: fields.read('within60Days', asDouble),
      reasons: fields.read('reasons', listOf(ForecastReason.fromJson)),
    );
  }

  final PersonCard person;

  /// The probability, from 0 to 1, of being active within 30 days: joining,
  /// attending, posting or connecting. Comparable between people.
  final double within30Days;

  /// The same within 60 days; at least `within30Days`.
  final double within60Days;

  /// The strongest reasons, at most two. They count what `userAnalytics`
  /// counts.
  final List<ForecastReason> reasons;

  @override
  List<Object?> get props => [person, within30Days, within60Days, reasons];
}

final class StudentsAtRisk extends Value {
  const StudentsAtRisk({
    required this.basis,
    required this.asOf,
    required this.missing,
    required this.students,
  });

  factory StudentsAtRisk.fromJson(Object? json) {
    final fields = Fields('StudentsAtRisk', json);
    return StudentsAtRisk(
      basis: fields.read('basis', ForecastBasis.fromJson),
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      students: fields.read('students', listOf(StudentAtRisk.fromJson)),
    );
  }

  final ForecastBasis basis;

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The least likely to be active first.
  final List<StudentAtRisk> students;

  @override
  List<Object?> get props => [basis, asOf, missing, students];
}

/// What operators let the sync apply.
final class SyncControl extends Value {
  const SyncControl({
    required this.appliedShare,
    required this.appliedShareByTable,
    required this.pausedSince,
  });

  factory SyncControl.fromJson(Object? json) {
    final fields = Fields('SyncControl', json);
    return SyncControl(
      appliedShare: fields.read('appliedShare', asDouble),
      appliedShareByTable: fields.read('appliedShareByTable', mapOf(asDouble)),
      pausedSince: fields.read('pausedSince', orNull(asTime)),
    );
  }

  /// The share of the documents whose changes are applied: 1 if all are, 0 in a
  /// pause.
  final double appliedShare;

  /// Exceptions; other tables follow `appliedShare`.
  final Map<String, double> appliedShareByTable;

  /// When the current pause began; null if there is none.
  final DateTime? pausedSince;

  @override
  List<Object?> get props => [appliedShare, appliedShareByTable, pausedSince];
}

final class SyncStatus extends Value {
  const SyncStatus({
    required this.control,
    required this.lagSeconds,
    required this.heartbeatAt,
    required this.oldestUnappliedSeconds,
    required this.deferredDocuments,
    required this.deferredByTable,
    required this.deadLetters,
    required this.collections,
    required this.reconciled,
    required this.checks,
  });

  factory SyncStatus.fromJson(Object? json) {
    final fields = Fields('SyncStatus', json);
    return SyncStatus(
      control: fields.read('control', SyncControl.fromJson),
      lagSeconds: fields.read('lagSeconds', orNull(asDouble)),
      heartbeatAt: fields.read('heartbeatAt', orNull(asTime)),
      oldestUnappliedSeconds: fields.read('oldestUnappliedSeconds', asDouble),
      deferredDocuments: fields.read('deferredDocuments', asInt),
      deferredByTable: fields.read(
        'deferredByTable',
        mapOf(DeferredCounts.fromJson),
      ),
      deadLetters: fields.read('deadLetters', DeadLetterCounts.fromJson),
      collections: fields.read('collections', mapOf(CollectionCounts.fromJson)),
      reconciled: fields.read('reconciled', asBool),
      checks: fields.read('checks', mapOf(ConsistencyCheck.fromJson)),
    );
  }

  final SyncControl control;

  /// How long the last heartbeat took from Firestore to Postgres, in seconds;
  /// null while it is on its way.
  final double? lagSeconds;

  /// When the last heartbeat was written; null before the first.
  final DateTime? heartbeatAt;

  /// The age of the oldest change known to be unapplied, in seconds; 0 if there
  /// is none.
  final double oldestUnappliedSeconds;

  /// Documents with changes that a pause or an error holds up.
  final int deferredDocuments;

  final Map<String, DeferredCounts> deferredByTable;

  final DeadLetterCounts deadLetters;

  /// Live changes by table.
  final Map<String, CollectionCounts> collections;

  /// Whether received = applied + superseded + dead-lettered in every
  /// collection.
  final bool reconciled;

  /// The last comparison by table.
  final Map<String, ConsistencyCheck> checks;

  @override
  List<Object?> get props => [
    control,
    lagSeconds,
    heartbeatAt,
    oldestUnappliedSeconds,
    deferredDocuments,
    deferredByTable,
    deadLetters,
    collections,
    reconciled,
    checks,
  ];
}

/// Uploads of a month (UTC), and their bytes.
final class UploadQuota extends Value {
  const UploadQuota({required this.uploads, required this.bytes});

  factory UploadQuota.fromJson(Object? json) {
    final fields = Fields('UploadQuota', json);
    return UploadQuota(
      uploads: fields.read('uploads', asInt),
      bytes: fields.read('bytes', asInt),
    );
  }

  final int uploads;

  final int bytes;

  @override
  List<Object?> get props => [uploads, bytes];
}

/// A skill of the profile, or of posts and events in the last 365 days.
final class UsedSkill extends Value {
  const UsedSkill({
    required this.name,
    required this.level,
    required this.verified,
    required this.posts,
    required this.events,
  });

  factory UsedSkill.fromJson(Object? json) {
    final fields = Fields('UsedSkill', json);
    return UsedSkill(
      name: fields.read('name', asString),
      level: fields.read('level', orNull(asInt)),
      verified: fields.read('verified', orNull(UsedSkillVerification.fromJson)),
      posts: fields.read('posts', asInt),
      events: fields.read('events', asInt),
    );
  }

  final String name;

  /// The level that the person claims, 1 to 5; null if none.
  final int? level;

  final UsedSkillVerification? verified;

  /// Their posts of the last 365 days that name it.
  final int posts;

  /// Events about it that they attended in the last 365 days.
  final int events;

  @override
  List<Object?> get props => [name, level, verified, posts, events];
}

/// Who verified a skill, when, and at which level.
final class UsedSkillVerification extends Value {
  const UsedSkillVerification({
    required this.by,
    required this.at,
    required this.level,
  });

  factory UsedSkillVerification.fromJson(Object? json) {
    final fields = Fields('UsedSkillVerification', json);
    return UsedSkillVerification(
      by: fields.read('by', UsedSkillVerifier.fromJson),
      at: fields.read('at', asTime),
      level: fields.read('level', orNull(asInt)),
    );
  }

  final UsedSkillVerifier by;

  final DateTime at;

  /// The level that was verified, 1 to 5, which may differ from the one that
  /// the person claims; null if none was stated.
  final int? level;

  @override
  List<Object?> get props => [by, at, level];
}

final class UsedSkillVerifier extends Value {
  const UsedSkillVerifier({required this.id, required this.person});

  factory UsedSkillVerifier.fromJson(Object? json) {
    final fields = Fields('UsedSkillVerifier', json);
    return UsedSkillVerifier(
      id: fields.read('id', asString),
      person: fields.read('person', orNull(PersonCard.fromJson)),
    );
  }

  final String id;

  /// Null for somebody who is gone or lets nobody find them.
  final PersonCard? person;

  @override
  List<Object?> get props => [id, person];

  @override
  String? get identity => id;
}

final class UserAnalytics extends Value {
  const UserAnalytics({
    required this.asOf,
    required this.missing,
    required this.through,
    required this.percentile,
    required this.trend,
    required this.streaks,
    required this.month,
    required this.change,
    required this.year,
    required this.skills,
    required this.events,
  });

  factory UserAnalytics.fromJson(Object? json) {
    final fields = Fields('UserAnalytics', json);
    return UserAnalytics(
      asOf: fields.read('asOf', asTime),
      missing: fields.read('missing', orNull(asString)),
      through: fields.read('through', asString),
      percentile: fields.read('percentile', orNull(asDouble)),
      trend: fields.read('trend', listOf(ActivityWeek.fromJson)),
      streaks: fields.read('streaks', ActivityStreaks.fromJson),
      month: fields.read('month', ActivityMonth.fromJson),
      change: fields.read('change', ActivityChange.fromJson),
      year: fields.read('year', ActivityYear.fromJson),
      skills: fields.read('skills', listOf(UsedSkill.fromJson)),
      events: fields.read('events', EventActivity.fromJson),
    );
  }

  /// When the oldest data behind the answer was computed: for nightly data,
  /// that night; for data counted live, the time of the call.
  final DateTime asOf;

  /// What is incomplete, or why the answer is empty, in a sentence to show to
  /// the user; null if it is complete.
  final String? missing;

  /// The last day included.
  final String through;

  /// The percentage of active people who are less active, from 0 to 100; null
  /// before the first night, and for people who have become active for the
  /// first time since.
  final double? percentile;

  /// The last 26 weeks, the oldest first.
  final List<ActivityWeek> trend;

  final ActivityStreaks streaks;

  final ActivityMonth month;

  /// `month` less the 30 days before.
  final ActivityChange change;

  final ActivityYear year;

  /// The most used first.
  final List<UsedSkill> skills;

  final EventActivity events;

  @override
  List<Object?> get props => [
    asOf,
    missing,
    through,
    percentile,
    trend,
    streaks,
    month,
    change,
    year,
    skills,
    events,
  ];
}

/// What somebody may do from now on.
final class UserRights extends Value {
  const UserRights({
    required this.userId,
    required this.role,
    required this.departments,
  });

  factory UserRights.fromJson(Object? json) {
    final fields = Fields('UserRights', json);
    return UserRights(
      userId: fields.read('userId', asString),
      role: fields.read('role', Role.fromJson),
      departments: fields.read('departments', listOf(asString)),
    );
  }

  final String userId;

  final Role role;

  /// In tidy spelling, each once.
  final List<String> departments;

  @override
  List<Object?> get props => [userId, role, departments];
}

/// Who verified a skill, at which level, and when.
final class Verification extends Value {
  const Verification({
    required this.level,
    required this.verifierId,
    required this.at,
  });

  factory Verification.fromJson(Object? json) {
    final fields = Fields('Verification', json);
    return Verification(
      level: fields.read('level', orNull(asInt)),
      verifierId: fields.read('verifierId', asString),
      at: fields.read('at', asTime),
    );
  }

  /// The level that was verified, 1 to 5, which may differ from the one that
  /// the person claims; null if none was stated. It stays until the skill is
  /// verified again.
  final int? level;

  final String verifierId;

  final DateTime at;

  @override
  List<Object?> get props => [level, verifierId, at];
}

/// A skill of a person’s profile that somebody has verified.
final class VerifiedSkill extends Value {
  const VerifiedSkill({
    required this.name,
    required this.level,
    required this.by,
    required this.at,
  });

  factory VerifiedSkill.fromJson(Object? json) {
    final fields = Fields('VerifiedSkill', json);
    return VerifiedSkill(
      name: fields.read('name', asString),
      level: fields.read('level', orNull(asInt)),
      by: fields.read('by', Verifier.fromJson),
      at: fields.read('at', asTime),
    );
  }

  final String name;

  /// The level that was verified, 1 to 5, which may differ from the one that
  /// the person claims; null if none was stated.
  final int? level;

  final Verifier by;

  final DateTime at;

  @override
  List<Object?> get props => [name, level, by, at];
}

/// Who verified a skill.
final class Verifier extends Value {
  const Verifier({required this.id, required this.name});

  factory Verifier.fromJson(Object? json) {
    final fields = Fields('Verifier', json);
    return Verifier(
      id: fields.read('id', asString),
      name: fields.read('name', orNull(asString)),
    );
  }

  final String id;

  /// Null for somebody who is gone or lets nobody find them.
  final String? name;

  @override
  List<Object?> get props => [id, name];

  @override
  String? get identity => id;
}

/// The visitors of an event who have a department or a skill in common.
final class VisitorGroup extends Value {
  const VisitorGroup({required this.name, required this.people});

  factory VisitorGroup.fromJson(Object? json) {
    final fields = Fields('VisitorGroup', json);
    return VisitorGroup(
      name: fields.read('name', asString),
      people: fields.read('people', asInt),
    );
  }

  final String name;

  final int people;

  @override
  List<Object?> get props => [name, people];
}
