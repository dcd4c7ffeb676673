import { initialize } from './platform/app.ts';

initialize();

export { accountDeleted } from './accounts/accountDeleted.ts';
export { audit } from './accounts/audit.ts';
export { buildExport } from './accounts/buildExport.ts';
export { checkRoles } from './accounts/checkRoles.ts';
export { continueErasure } from './accounts/continueErasure.ts';
export { deleteMyAccount } from './accounts/deleteMyAccount.ts';
export { eraseUser } from './accounts/eraseUser.ts';
export { exportMyData } from './accounts/exportMyData.ts';
export { finishExports } from './accounts/finishExports.ts';
export { finishErasures } from './accounts/finishErasures.ts';
export { keepMyAccount } from './accounts/keepMyAccount.ts';
export { setUserRole } from './accounts/setUserRole.ts';

export { checkCards } from './cards/checkCards.ts';
export { publishCard } from './cards/publishCard.ts';
export { publishHeadline } from './cards/publishHeadline.ts';
export { publishPhoto } from './cards/publishPhoto.ts';

export { careerPaths } from './careers/careerPaths.ts';
export { refreshCareers } from './careers/refreshCareers.ts';

export { engagementForecast } from './engagement/engagementForecast.ts';
export { recomputeEngagement } from './engagement/recomputeEngagement.ts';
export { recordProfileView } from './engagement/recordProfileView.ts';
export { refreshForecast } from './engagement/refreshForecast.ts';
export { studentsAtRisk } from './engagement/studentsAtRisk.ts';

export { checkIn } from './events/checkIn.ts';
export { checkInCode } from './events/checkInCode.ts';
export { removeAttendees } from './events/removeAttendees.ts';

export { departmentOverview } from './insights/departmentOverview.ts';
export { directory } from './insights/directory.ts';
export { eventAttendees } from './insights/eventAttendees.ts';
export { eventInsights } from './insights/eventInsights.ts';
export { makeReport } from './insights/makeReport.ts';
export { platformReport } from './insights/platformReport.ts';
export { refreshInsights } from './insights/refreshInsights.ts';
export { skillTrends } from './insights/skillTrends.ts';
export { userAnalytics } from './insights/userAnalytics.ts';

export { backupMedia } from './media/backupMedia.ts';
export { cleanUpMedia } from './media/cleanUpMedia.ts';
export { cloudinaryWebhook } from './media/cloudinaryWebhook.ts';
export { completeUpload } from './media/completeUpload.ts';
export { createUpload } from './media/createUpload.ts';
export { deleteMedia } from './media/deleteMedia.ts';
export { mediaUrl } from './media/mediaUrl.ts';
export { mediaUsage } from './media/mediaUsage.ts';
export { recoverMedia } from './media/recoverMedia.ts';
export { uploadImage } from './media/uploadImage.ts';

export { refreshNames } from './names/refreshNames.ts';

export { expireRows } from './operations/expireRows.ts';
export { watchJobs } from './operations/watchJobs.ts';

export { indexSearch } from './people/indexSearch.ts';
export { refreshMatching } from './people/refreshMatching.ts';
export { searchTalent } from './people/searchTalent.ts';
export { similarStudents } from './people/similarStudents.ts';

export { announceLists } from './recommendations/announceLists.ts';
export { recommendationQuality } from './recommendations/recommendationQuality.ts';
export { recommendations } from './recommendations/recommendations.ts';
export { recordFeedback } from './recommendations/recordFeedback.ts';
export { refreshRecommendations } from './recommendations/refreshRecommendations.ts';

export { mergeSkills } from './skills/mergeSkills.ts';
export { verifySkill } from './skills/verifySkill.ts';

export { applyChanges } from './sync/applyChanges.ts';
export { checkConsistency } from './sync/checkConsistency.ts';
export { limitDailyWrites } from './sync/limitDailyWrites.ts';
export { manageDeadLetters } from './sync/manageDeadLetters.ts';
export { sync } from './sync/sync.ts';
export { syncStatus } from './sync/syncStatus.ts';
export { watchSync } from './sync/watchSync.ts';
