import { adobeSoftware } from './adobeSoftware.ts';
import { amazonCloud } from './amazonCloud.ts';
import { apacheProjects } from './apacheProjects.ts';
import { businessAndCommunication } from './businessAndCommunication.ts';
import { businessAndStatisticsSoftware } from './businessAndStatisticsSoftware.ts';
import { cloudAndOperations } from './cloudAndOperations.ts';
import { computingConcepts } from './computingConcepts.ts';
import { databases } from './databases.ts';
import { designAndEngineeringSoftware } from './designAndEngineeringSoftware.ts';
import { developerTools } from './developerTools.ts';
import { frameworksAndLibraries } from './frameworksAndLibraries.ts';
import { humanLanguages } from './humanLanguages.ts';
import { microsoftOffice } from './microsoftOffice.ts';
import { programmingLanguages } from './programmingLanguages.ts';
import { universitySubjects } from './universitySubjects.ts';
import type { SkillCategory } from './skillCategory.ts';

/**
 * The aliases that ship with the suite. Case, spaces, hyphens, most punctuation, accents and British spelling
 * need no entry: "ReactJS" already covers "React.js" and "react js". When in doubt, leave an alias out: a
 * missing one costs a manual merge, a wrong one merges two skills for everyone. After a change, run
 * `npm run skills -- renormalise` to update the stored skills.
 */
export const SKILL_CATEGORIES: readonly SkillCategory[] = [
  programmingLanguages,
  frameworksAndLibraries,
  databases,
  apacheProjects,
  amazonCloud,
  cloudAndOperations,
  developerTools,
  microsoftOffice,
  adobeSoftware,
  designAndEngineeringSoftware,
  businessAndStatisticsSoftware,
  computingConcepts,
  businessAndCommunication,
  universitySubjects,
  humanLanguages,
];
