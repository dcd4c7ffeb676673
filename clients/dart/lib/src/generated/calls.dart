// Written by `npm run clients`. Do not edit.

import '../support/callable.dart';
import '../support/items_of.dart';
import '../support/value.dart';
import 'answers.dart';
import 'enums.dart';
import 'inputs.dart';

/// The callables as constants, for `TalentClient.call`.
abstract final class TalentCallables {
  static const audit = Callable<AuditInput, AuditLog>(
    'audit',
    decode: AuditLog.fromJson,
    isIdempotent: true,
  );

  static const careerPaths = Callable<CareerPathsInput, CareerPaths>(
    'careerPaths',
    decode: CareerPaths.fromJson,
    isIdempotent: true,
  );

  static const checkIn = Callable<CheckInInput, CheckIns>(
    'checkIn',
    decode: CheckIns.fromJson,
    isIdempotent: true,
  );

  static const checkInCode = Callable<CheckInCodeInput, CheckInCode>(
    'checkInCode',
    decode: CheckInCode.fromJson,
  );

  static const completeUpload = Callable<CompleteUploadInput, MediaFile>(
    'completeUpload',
    decode: MediaFile.fromJson,
    isIdempotent: true,
  );

  static const createUpload = Callable<CreateUploadInput, AnnouncedUpload>(
    'createUpload',
    decode: AnnouncedUpload.fromJson,
  );

  static const deleteMedia = Callable<DeleteMediaInput, DeletedMedia>(
    'deleteMedia',
    decode: DeletedMedia.fromJson,
    isIdempotent: true,
    isIrreversible: true,
  );

  static const deleteMyAccount = Callable<NoInput, ErasureReceipt>(
    'deleteMyAccount',
    decode: ErasureReceipt.fromJson,
    isIdempotent: true,
    isIrreversible: true,
  );

  static const departmentOverview =
      Callable<DepartmentOverviewInput, DepartmentOverview>(
        'departmentOverview',
        decode: DepartmentOverview.fromJson,
        isIdempotent: true,
      );

  static const directory = Callable<NoInput, Directory>(
    'directory',
    decode: Directory.fromJson,
    isIdempotent: true,
  );

  static const engagementForecast =
      Callable<EngagementForecastInput, EngagementForecast>(
        'engagementForecast',
        decode: EngagementForecast.fromJson,
        isIdempotent: true,
      );

  static const eraseUser = Callable<EraseUserInput, ErasureReceipt>(
    'eraseUser',
    decode: ErasureReceipt.fromJson,
    isIdempotent: true,
    isIrreversible: true,
  );

  static const eventAttendees = Callable<EventAttendeesInput, EventAttendees>(
    'eventAttendees',
    decode: EventAttendees.fromJson,
    isIdempotent: true,
  );

  static const eventInsights = Callable<EventInsightsInput, EventInsights>(
    'eventInsights',
    decode: EventInsights.fromJson,
    isIdempotent: true,
  );

  static const exportMyData = Callable<ExportMyDataInput, DataExport>(
    'exportMyData',
    decode: DataExport.fromJson,
    isIdempotent: true,
  );

  static const keepMyAccount = Callable<NoInput, KeptAccount>(
    'keepMyAccount',
    decode: KeptAccount.fromJson,
    isIdempotent: true,
  );

  static const manageDeadLetters =
      Callable<ManageDeadLettersInput, DeadLettersManaged>(
        'manageDeadLetters',
        decode: DeadLettersManaged.fromJson,

        isIrreversible: true,
      );

  static const mediaUrl = Callable<MediaUrlInput, MediaUrls>(
    'mediaUrl',
    decode: MediaUrls.fromJson,
    isIdempotent: true,
  );

  static const mediaUsage = Callable<MediaUsageInput, MediaUsage>(
    'mediaUsage',
    decode: MediaUsage.fromJson,
    isIdempotent: true,
  );

  static const mergeSkills = Callable<MergeSkillsInput, MergedSkills>(
    'mergeSkills',
    decode: MergedSkills.fromJson,

    isIrreversible: true,
  );

  static const platformReport = Callable<PlatformReportInput, PlatformReport>(
    'platformReport',
    decode: PlatformReport.fromJson,
    isIdempotent: true,
  );

  static const recommendationQuality =
      Callable<RecommendationQualityInput, RecommendationQuality>(
        'recommendationQuality',
        decode: RecommendationQuality.fromJson,
        isIdempotent: true,
      );

  static const recommendations =
      Callable<RecommendationsInput, Recommendations>(
        'recommendations',
        decode: Recommendations.fromJson,
        isIdempotent: true,
      );

  static const recordFeedback = Callable<RecordFeedbackInput, RecordedFeedback>(
    'recordFeedback',
    decode: RecordedFeedback.fromJson,
    isIdempotent: true,
  );

  static const recordProfileView =
      Callable<RecordProfileViewInput, RecordedProfileView>(
        'recordProfileView',
        decode: RecordedProfileView.fromJson,
        isIdempotent: true,
      );

  static const searchTalent = Callable<SearchTalentInput, SearchedTalent>(
    'searchTalent',
    decode: SearchedTalent.fromJson,
    isIdempotent: true,
  );

  static const setUserRole = Callable<SetUserRoleInput, UserRights>(
    'setUserRole',
    decode: UserRights.fromJson,

    isIrreversible: true,
  );

  static const similarStudents =
      Callable<SimilarStudentsInput, SimilarStudents>(
        'similarStudents',
        decode: SimilarStudents.fromJson,
        isIdempotent: true,
      );

  static const skillTrends = Callable<SkillTrendsInput, SkillTrends>(
    'skillTrends',
    decode: SkillTrends.fromJson,
    isIdempotent: true,
  );

  static const studentsAtRisk = Callable<StudentsAtRiskInput, StudentsAtRisk>(
    'studentsAtRisk',
    decode: StudentsAtRisk.fromJson,
    isIdempotent: true,
  );

  static const syncStatus = Callable<NoInput, SyncStatus>(
    'syncStatus',
    decode: SyncStatus.fromJson,
    isIdempotent: true,
  );

  static const uploadImage = Callable<UploadImageInput, MediaFile>(
    'uploadImage',
    decode: MediaFile.fromJson,
  );

  static const userAnalytics = Callable<UserAnalyticsInput, UserAnalytics>(
    'userAnalytics',
    decode: UserAnalytics.fromJson,
    isIdempotent: true,
  );

  static const verifySkill = Callable<VerifySkillInput, SkillVerification>(
    'verifySkill',
    decode: SkillVerification.fromJson,
    isIdempotent: true,
  );
}

/// A method for each callable.
mixin TalentCalls {
  /// Calls [callable]. Each method below does this with its own.
  Future<Answer> call<In extends Input, Answer>(
    Callable<In, Answer> callable,
    In input,
  );

  /// Who saw whose data, and who did what, with more rights than members have.
  ///
  /// The record goes back 400 days. Asking is recorded, too.
  ///
  /// - [of]: The person whom it concerned.
  /// - [by]: The person who did it.
  /// - [action]: The name of a callable, or of an operator’s command such as
  ///   `dead-letters show`.
  /// - [from]: From this time on, with an offset or `Z`.
  /// - [to]: Before this time, with an offset or `Z`.
  /// - [limit]: By default `20`.
  /// - [cursor]: `cursor` of the previous page, with the same `of`, `by` and
  ///   `action`.
  Future<AuditLog> audit({
    String? of,
    String? by,
    String? action,
    String? from,
    String? to,
    int? limit,
    String? cursor,
  }) => call(
    TalentCallables.audit,
    AuditInput(
      of: of,
      by: by,
      action: action,
      from: from,
      to: to,
      limit: limit,
      cursor: cursor,
    ),
  );

  /// What [audit] lists, page after page, each fetched when it is needed.
  Stream<AuditEntry> allAudit({
    String? of,
    String? by,
    String? action,
    String? from,
    String? to,
    int? limit,
  }) => itemsOf(
    (cursor) => audit(
      of: of,
      by: by,
      action: action,
      from: from,
      to: to,
      limit: limit,
      cursor: cursor,
    ),
    (page) => (page.entries, page.cursor),
  );

  /// Positions that may come next for the caller, or for somebody whom the
  /// caller looks after.
  ///
  /// They are predicted from the careers of others and, where these are few,
  /// from the imported taxonomy of occupations. `asOf` is when the careers of
  /// others were counted: at night or, before the first night, by the first
  /// call if the campus has up to 2,000 positions and no taxonomy. Only
  /// administrators see exact figures, figures of fewer than five people, or
  /// titles that fewer than five people hold and the taxonomy does not have.
  ///
  /// - [limit]: By default `5`.
  /// - [userId]: Whom the answer is about; by default the caller. Only staff
  ///   may name somebody else.
  Future<CareerPaths> careerPaths({int? limit, String? userId}) => call(
    TalentCallables.careerPaths,
    CareerPathsInput(limit: limit, userId: userId),
  );

  /// Checks people in at an event: by list, for its owner, faculty and
  /// administrators; by code, for oneself.
  ///
  /// Owners who are not staff check in people who have said that they are
  /// going; others enter the code themselves. Each person is decided alone.
  /// People who let nobody know where they go can be checked in, and are still
  /// shown to nobody else.
  ///
  /// By list, check-in is open from an hour before the event until 14 days
  /// after it; by code, until an hour after it. Outside these times, and for an
  /// event without a start, the call fails with `not-ready`. A check-in can be
  /// withdrawn at any time, which leaves what there was before: the person’s
  /// answer, without a rating; what an import says; or nothing.
  ///
  /// `not-found` if the code is wrong or has expired; `not-allowed` for the
  /// person who made it. The record says who checked somebody in: with a code,
  /// the person who made it.
  ///
  /// - [eventId]: Required with `userIds`; with `code`, optional: the only
  ///   event for which the code counts.
  /// - [userIds]: Who was there.
  /// - [withdraw]: With `userIds`: withdraws their check-in. By default
  ///   `false`.
  /// - [code]: Instead of `userIds`: a code from `checkInCode`; case, spaces
  ///   and hyphens do not matter.
  Future<CheckIns> checkIn({
    String? eventId,
    List<String>? userIds,
    bool? withdraw,
    String? code,
  }) => call(
    TalentCallables.checkIn,
    CheckInInput(
      eventId: eventId,
      userIds: userIds,
      withdraw: withdraw,
      code: code,
    ),
  );

  /// A code to show at an event, by which people there check themselves in with
  /// `checkIn`.
  ///
  /// It works for five minutes, for anybody who learns it: somebody who
  /// forwards it at once checks in a friend who is not there. So show it no
  /// longer than needed, and the next one before it expires; check-ins of
  /// people whom nobody saw can be withdrawn. A new code does not cancel those
  /// that are still valid. Codes are given from an hour before the event until
  /// an hour after it; otherwise the call fails with `not-ready`.
  Future<CheckInCode> checkInCode({required String eventId}) =>
      call(TalentCallables.checkInCode, CheckInCodeInput(eventId: eventId));

  /// Reports that an upload of the caller’s is done, and returns the file.
  ///
  /// Cloudinary also notifies the suite, so this call may come first, second,
  /// twice or never. `not-found` if the caller has no such upload; `not-ready`
  /// while the file has not arrived: try again.
  ///
  /// - [version]: From Cloudinary’s response to the upload.
  /// - [signature]: From Cloudinary’s response to the upload.
  Future<MediaFile> completeUpload({
    required String mediaId,
    required int version,
    required String signature,
  }) => call(
    TalentCallables.completeUpload,
    CompleteUploadInput(
      mediaId: mediaId,
      version: version,
      signature: signature,
    ),
  );

  /// Allows one direct upload to Cloudinary.
  ///
  /// It counts towards the person’s monthly quota and the campus’s plan from
  /// now on, unless it expires; `over-quota` beyond either. `not-ready` if no
  /// Cloudinary account is configured.
  ///
  /// - [sizeBytes]: A larger file is removed as soon as it arrives.
  /// - [contentType]: Such as `image/jpeg`, with or without parameters:
  ///   `video/webm;codecs=vp9,opus`.
  /// - [source]: By default `"mobile"`.
  Future<AnnouncedUpload> createUpload({
    required MediaType type,
    required int sizeBytes,
    required String contentType,
    required MediaPurpose purpose,
    UploadSource? source,
  }) => call(
    TalentCallables.createUpload,
    CreateUploadInput(
      type: type,
      sizeBytes: sizeBytes,
      contentType: contentType,
      purpose: purpose,
      source: source,
    ),
  );

  /// Deletes one of the caller’s own files everywhere.
  ///
  /// From the answer on, nobody gets a URL of it.
  Future<DeletedMedia> deleteMedia({required String mediaId}) =>
      call(TalentCallables.deleteMedia, DeleteMediaInput(mediaId: mediaId));

  /// Deletes the caller’s account and everything kept about them, after a
  /// period of grace.
  ///
  /// They are hidden from others at once: no card, no search, no suggestions,
  /// no figures. Until `dueAt` they can sign in and call `keepMyAccount`; their
  /// posts can still be read. Another call gives the same receipt and date.
  ///
  /// The caller must have signed in within the last five minutes; otherwise the
  /// call fails with `not-signed-in`: let them sign in again
  /// (`reauthenticateWithCredential`), fetch a new token, and call again.
  /// `not-ready` for the last administrator who can sign in.
  ///
  /// After that, their account, profile, positions, posts, connections,
  /// attendance, uploads, scores and everything else is removed from every
  /// store. Events that they organised remain, without an owner; their comments
  /// stay in their places, without author or text. Apps cannot delete
  /// `users/{uid}` themselves.
  Future<ErasureReceipt> deleteMyAccount() =>
      call(TalentCallables.deleteMyAccount, const NoInput());

  /// How active a department is, which skills it uses, and which events it
  /// visits.
  ///
  /// A month is as it was counted a week after its end, and does not change
  /// afterwards. For a month that is not shown, figures are null, lists are
  /// empty, and `missing` says so.
  ///
  /// - [department]: Required unless the caller’s account names exactly one;
  ///   faculty see only their own. The error is `bad-input`.
  /// - [month]: A month of the campus, such as `2026-03`; by default the latest
  ///   that is shown.
  /// - [limit]: By default `10`.
  Future<DepartmentOverview> departmentOverview({
    String? department,
    String? month,
    int? limit,
  }) => call(
    TalentCallables.departmentOverview,
    DepartmentOverviewInput(department: department, month: month, limit: limit),
  );

  /// The departments, event categories and common skills that a screen can
  /// filter by, in one call.
  ///
  /// Every `name` is what other calls take as `department` or in `skills`.
  /// Names are as of the call, and those of people who hide from search and
  /// from matching are left out; people are counted once a month, so that
  /// nobody learns from two answers what one person changed.
  Future<Directory> directory() =>
      call(TalentCallables.directory, const NoInput());

  /// How likely the caller, or somebody whom the caller looks after, is to be
  /// active within 30 and 60 days.
  ///
  /// `asOf` is when the model was trained; activity counts as it is now. Those
  /// who hide their forecast see it themselves, and nobody else does; refusals
  /// do not reveal whether somebody hides it.
  ///
  /// - [userId]: Whom the answer is about; by default the caller. Only staff
  ///   may name somebody else.
  Future<EngagementForecast> engagementForecast({String? userId}) => call(
    TalentCallables.engagementForecast,
    EngagementForecastInput(userId: userId),
  );

  /// Erases somebody from every store, like `deleteMyAccount`: at once, or
  /// after a period of grace in which they are hidden.
  ///
  /// It begins within seconds and takes minutes; passes 2 and 25 hours later
  /// remove what came in meanwhile. If it was requested before, the earlier
  /// date counts. `not-found` if there is no account, no profile and no row of
  /// theirs; `not-ready` for the last administrator who can sign in;
  /// `not-allowed` for oneself.
  ///
  /// - [graceDays]: Days for which the person is only hidden. In that time an
  ///   operator can withdraw the erasure; the person cannot. By default `0`.
  Future<ErasureReceipt> eraseUser({required String userId, int? graceDays}) =>
      call(
        TalentCallables.eraseUser,
        EraseUserInput(userId: userId, graceDays: graceDays),
      );

  /// Who goes to an event.
  ///
  /// The event’s owner (`createdBy`), faculty and administrators get everybody
  /// who is going or came, and exact counts. Others get the people who share
  /// which events they go to and are visible in search, and counts that reveal
  /// nothing about one person; so more may be going than are listed.
  ///
  /// - [limit]: By default `20`.
  /// - [cursor]: `cursor` of the previous page.
  Future<EventAttendees> eventAttendees({
    required String eventId,
    int? limit,
    String? cursor,
  }) => call(
    TalentCallables.eventAttendees,
    EventAttendeesInput(eventId: eventId, limit: limit, cursor: cursor),
  );

  /// What [eventAttendees] lists, page after page, each fetched when it is needed.
  Stream<EventAttendee> allEventAttendees({
    required String eventId,
    int? limit,
  }) => itemsOf(
    (cursor) => eventAttendees(eventId: eventId, limit: limit, cursor: cursor),
    (page) => (page.attendees, page.cursor),
  );

  /// Who answered an invitation, who came, and which other events the same
  /// people visit.
  ///
  /// Answers and visits after `asOf` are not included. Before the first night,
  /// the first call counts the events of a campus with up to 10,000 answers.
  ///
  /// - [limit]: The most entries in each list. By default `10`.
  Future<EventInsights> eventInsights({required String eventId, int? limit}) =>
      call(
        TalentCallables.eventInsights,
        EventInsightsInput(eventId: eventId, limit: limit),
      );

  /// An archive of everything that is kept about the caller: a zip with a page
  /// that explains it, JSON for every collection and table, and the originals
  /// of their media.
  ///
  /// The first call has it made in the background, which takes minutes; later
  /// calls say whether it is ready, and then give a URL that works until a day
  /// after it was begun. A new one can be asked for once an hour (after a
  /// failure, at once), up to three times a day; beyond that the call fails
  /// with `over-quota`. It can be asked for while the account is waiting to be
  /// erased. Other people are in it only by the name on their card. `not-ready`
  /// if the campus has no bucket for archives.
  ///
  /// - [renew]: Asks for a new archive, even if there is one to download or one
  ///   that failed. By default `false`.
  Future<DataExport> exportMyData({bool? renew}) =>
      call(TalentCallables.exportMyData, ExportMyDataInput(renew: renew));

  /// Withdraws what `deleteMyAccount` has requested: the caller is shown again
  /// as they were.
  ///
  /// `not-ready` once the erasure has begun; `not-allowed` if an administrator
  /// has asked for it, too.
  Future<KeptAccount> keepMyAccount() =>
      call(TalentCallables.keepMyAccount, const NoInput());

  /// Lists, shows, replays and discards dead letters, as `npm run dead-letters`
  /// does, but without the contents of documents.
  ///
  /// A replay applies the documents’ current state; one call replays up to
  /// 1,000. Operators read the contents with `npm run dead-letters -- show`. A
  /// discarded letter stays, and is listed with `discarded`. `not-found` if no
  /// open dead letter has the `id` or the `reason` of a selection.
  Future<DeadLettersManaged> manageDeadLetters(ManageDeadLettersInput input) =>
      call(TalentCallables.manageDeadLetters, input);

  /// The URLs of up to 50 files, nearest to the size in which the app shows
  /// them.
  ///
  /// The owner of a file sees it always. Others see it while one of the owner’s
  /// documents shows it (a post, an event or the profile), and for a day after
  /// its upload or after the last document stopped showing it; files of purpose
  /// `profile` only while the owner’s profile shows them and the owner is
  /// visible in search.
  ///
  /// A URL is signed for one rendition of one file. Anybody who has it can see
  /// that rendition without signing in, until the file is deleted, or until the
  /// night after others may no longer see it. So ask for URLs when you show
  /// files, rather than keeping them: a file that is shown again has new ones.
  ///
  /// - [width]: The least width wanted, in pixels. Files are delivered in a few
  ///   sizes only, so `url` may be larger, or smaller.
  /// - [height]: The least height wanted, in pixels.
  Future<MediaUrls> mediaUrl({
    required List<String> mediaIds,
    int? width,
    int? height,
  }) => call(
    TalentCallables.mediaUrl,
    MediaUrlInput(mediaIds: mediaIds, width: width, height: height),
  );

  /// What the caller has used this month (UTC), and their quota.
  ///
  /// - [includePlan]: Adds the campus’s use of Cloudinary’s plan; only
  ///   administrators may ask for it. By default `false`.
  Future<MediaUsage> mediaUsage({bool? includePlan}) => call(
    TalentCallables.mediaUsage,
    MediaUsageInput(includePlan: includePlan),
  );

  /// Makes two skills one, for good, as `npm run skills -- merge` does.
  ///
  /// `already-exists` if both are names of the same skill; `not-found` if there
  /// is no such skill, with the most similar one.
  ///
  /// - [from]: The skill that becomes another name of the other.
  /// - [into]: The skill that stays.
  Future<MergedSkills> mergeSkills({
    required SkillReference from,
    required SkillReference into,
  }) => call(
    TalentCallables.mergeSkills,
    MergeSkillsInput(from: from, into: into),
  );

  /// The weekly report: active users, retention by the month of joining, and
  /// the sync.
  ///
  /// A report does not change after it was made, at `asOf`. Before the first
  /// one, `figures` are last week’s users by role. `not-found` if there is no
  /// report on the week asked for.
  ///
  /// - [week]: The Monday of the week; by default the latest week with a
  ///   report.
  /// - [csv]: Whether to include the figures as CSV. By default `false`.
  Future<PlatformReport> platformReport({String? week, bool? csv}) => call(
    TalentCallables.platformReport,
    PlatformReportInput(week: week, csv: csv),
  );

  /// How much of what was recommended was opened, accepted and dismissed.
  ///
  /// - [days]: The period, in days up to now. By default `30`.
  Future<RecommendationQuality> recommendationQuality({int? days}) => call(
    TalentCallables.recommendationQuality,
    RecommendationQualityInput(days: days),
  );

  /// Upcoming events to join, people to meet or skills to learn, for the caller
  /// or for somebody whom the caller looks after.
  ///
  /// `asOf` is when the nightly statistics or model behind the list were made;
  /// before the first night, everything is counted on request. Somebody without
  /// history gets the newest members, those of their department first, for
  /// `user`, and what is common in their department for `skill`.
  ///
  /// - [type]: `event`: upcoming events that the person has not joined. `user`:
  ///   people to whom they are not connected, and with whom they have no
  ///   pending or declined request. `skill`: skills that are not on their
  ///   profile.
  /// - [limit]: By default `10`.
  /// - [userId]: Whom the answer is about; by default the caller. Only staff
  ///   may name somebody else.
  Future<Recommendations> recommendations({
    required RecommendationType type,
    int? limit,
    String? userId,
  }) => call(
    TalentCallables.recommendations,
    RecommendationsInput(type: type, limit: limit, userId: userId),
  );

  /// Records what the caller did with recommendations.
  ///
  /// Sending the same item again within ten minutes changes nothing. What is
  /// `dismissed` is not shown again for 90 days, and each dismissal lowers its
  /// category or department, up to a factor of two after ten. `restored` takes
  /// a dismissal back, as if it had never been: the item may be recommended
  /// again at once. What is shown more than three times and never opened sinks.
  /// Feedback is kept for a year, as one row for each person and thing.
  ///
  /// - [items]: In the order in which they happened.
  Future<RecordedFeedback> recordFeedback({
    required List<FeedbackItem> items,
  }) => call(TalentCallables.recordFeedback, RecordFeedbackInput(items: items));

  /// Records that the caller has viewed a profile.
  ///
  /// Each viewer counts once per day of the campus; viewing one’s own profile
  /// does not count. Who viewed whom is forgotten after two days; the count
  /// stays. `not-found` if there is no such person.
  ///
  /// - [userId]: Whose profile it is.
  Future<RecordedProfileView> recordProfileView({required String userId}) =>
      call(
        TalentCallables.recordProfileView,
        RecordProfileViewInput(userId: userId),
      );

  /// The people who best match a free text.
  ///
  /// It searches names, departments, bios, skills, positions and posts, by
  /// words (including misspellings, inflections and other names for the same
  /// thing) and by meaning; all filters must hold. Answers are not cached, so a
  /// change is found at once; meanings may be five minutes behind. After many
  /// profiles have just been copied, the profiles and positions of people who
  /// are not indexed yet are searched word by word, and `missing` says so.
  ///
  /// - [query]: Free text, in any script. All of its words count, and the
  ///   meaning of its first 300 characters. People whose name it is come first.
  /// - [limit]: By default `10`.
  /// - [department]: Only people of this department.
  /// - [role]: Only people with this role; by default everybody.
  /// - [skills]: Only people who have all of these, in any spelling.
  /// - [verified]: With `skills`: only people for whom all of these were
  ///   verified, at any level. By default `false`.
  /// - [cursor]: `cursor` of the previous page, with the same query and
  ///   filters. Pages reach about 600 people.
  Future<SearchedTalent> searchTalent({
    required String query,
    int? limit,
    String? department,
    RoleFilter? role,
    List<String>? skills,
    bool? verified,
    String? cursor,
  }) => call(
    TalentCallables.searchTalent,
    SearchTalentInput(
      query: query,
      limit: limit,
      department: department,
      role: role,
      skills: skills,
      verified: verified,
      cursor: cursor,
    ),
  );

  /// What [searchTalent] lists, page after page, each fetched when it is needed.
  Stream<FoundTalent> allSearchTalent({
    required String query,
    int? limit,
    String? department,
    RoleFilter? role,
    List<String>? skills,
    bool? verified,
  }) => itemsOf(
    (cursor) => searchTalent(
      query: query,
      limit: limit,
      department: department,
      role: role,
      skills: skills,
      verified: verified,
      cursor: cursor,
    ),
    (page) => (page.people, page.cursor),
  );

  /// Gives somebody a role, and faculty the departments they look after, in
  /// place of what they had.
  ///
  /// Rights that are taken away stop counting at once where they matter, and
  /// the person has to sign in again; new rights come with the next token.
  /// After an error, repeat the call: it completes what was cut off. Giving
  /// somebody the rights that they already have signs them out. `npm run admin`
  /// does the same with an operator’s credentials. `not-found` if there is no
  /// such account; `not-ready` for the last administrator who can sign in.
  ///
  /// - [role]: `student` takes all other rights away.
  /// - [departments]: The departments that faculty look after, and an
  ///   administrator’s own, in any spelling; replaces those they had.
  Future<UserRights> setUserRole({
    required String userId,
    required Role role,
    List<String>? departments,
  }) => call(
    TalentCallables.setUserRole,
    SetUserRoleInput(userId: userId, role: role, departments: departments),
  );

  /// The people most similar to the caller, or to somebody whom the caller
  /// looks after.
  ///
  /// The list is exactly what scoring everybody would give. Skills, posts and
  /// attendance count as they are now; how rare a skill is, and whose events
  /// overlap, is as of `asOf`. Before the first night, rarity is counted on
  /// request, and overlap is unknown.
  ///
  /// - [limit]: By default `10`.
  /// - [department]: Only people of this department.
  /// - [role]: Only people with this role; by default students, alumni and
  ///   people without a role.
  /// - [userId]: Whom the answer is about; by default the caller. Only staff
  ///   may name somebody else.
  Future<SimilarStudents> similarStudents({
    int? limit,
    String? department,
    RoleFilter? role,
    String? userId,
  }) => call(
    TalentCallables.similarStudents,
    SimilarStudentsInput(
      limit: limit,
      department: department,
      role: role,
      userId: userId,
    ),
  );

  /// Which skills are used, which are rising, and which go together.
  ///
  /// A month is as it was counted a week after its end, at `asOf`, and does not
  /// change afterwards; only administrators see one that is not closed. For a
  /// month that is not shown, figures are null, lists are empty, and `missing`
  /// says so.
  ///
  /// - [month]: A month of the campus, such as `2026-03`; by default the latest
  ///   that is shown.
  /// - [department]: By default the whole campus.
  /// - [limit]: By default `10`.
  Future<SkillTrends> skillTrends({
    String? month,
    String? department,
    int? limit,
  }) => call(
    TalentCallables.skillTrends,
    SkillTrendsInput(month: month, department: department, limit: limit),
  );

  /// Students who were active in the last 180 days and are unlikely to be
  /// active in the next 60.
  ///
  /// Faculty see their own departments, administrators all, or the one they
  /// name. Nobody is listed who hides their forecast. `asOf` is when the model
  /// was trained; activity counts as it is now. `not-ready` for faculty who
  /// look after no department.
  ///
  /// - [limit]: By default `50`.
  /// - [department]: Only students of this department; faculty may only name
  ///   their own.
  /// - [below]: Lists students whose `within60Days` is below this. By default
  ///   `0.3`.
  Future<StudentsAtRisk> studentsAtRisk({
    int? limit,
    String? department,
    double? below,
  }) => call(
    TalentCallables.studentsAtRisk,
    StudentsAtRiskInput(limit: limit, department: department, below: below),
  );

  /// The state of the synchronisation, as `npm run sync-control` shows it.
  Future<SyncStatus> syncStatus() =>
      call(TalentCallables.syncStatus, const NoInput());

  /// Uploads a small image through the server, for clients that cannot post it
  /// to Cloudinary themselves.
  ///
  /// The limits of `createUpload` apply. `not-ready` if no Cloudinary account
  /// is configured.
  ///
  /// - [data]: The image, at most 6 MB, encoded as base64.
  /// - [source]: By default `"web"`.
  Future<MediaFile> uploadImage({
    required String data,
    required MediaPurpose purpose,
    UploadSource? source,
  }) => call(
    TalentCallables.uploadImage,
    UploadImageInput(data: data, purpose: purpose, source: source),
  );

  /// The caller’s own activity and how it has changed, or that of somebody whom
  /// the caller looks after.
  ///
  /// Days and weeks are those of the campus; weeks start on Monday. Percentiles
  /// are as of `asOf`; everything else is counted now.
  ///
  /// - [limit]: The most entries in `skills`, and in `categories`. By default
  ///   `10`.
  /// - [userId]: Whom the answer is about; by default the caller. Only staff
  ///   may name somebody else.
  Future<UserAnalytics> userAnalytics({int? limit, String? userId}) => call(
    TalentCallables.userAnalytics,
    UserAnalyticsInput(limit: limit, userId: userId),
  );

  /// Verifies a skill that somebody lists on their profile, or withdraws its
  /// verification.
  ///
  /// Faculty verify skills of people of their departments; nobody verifies
  /// their own. A verification belongs to the skill under all its spellings: it
  /// stays if the person removes the skill and lists it again, and if operators
  /// merge skills. It is shown on the person’s card, whose `headline` names
  /// verified skills before others of the same level. `not-found` names the
  /// most similar skill that they list.
  ///
  /// - [skill]: One that the person lists, in any spelling.
  /// - [verified]: False withdraws a verification, no matter who made it, and
  ///   even if the person no longer lists the skill.
  /// - [level]: The level that was found; by default the one that the person
  ///   claims.
  Future<SkillVerification> verifySkill({
    required String userId,
    required String skill,
    required bool verified,
    int? level,
  }) => call(
    TalentCallables.verifySkill,
    VerifySkillInput(
      userId: userId,
      skill: skill,
      verified: verified,
      level: level,
    ),
  );
}
