/** Skills of one kind and their aliases. */
export interface SkillCategory {
  /** Canonical skill name → the aliases that the rules of `skillKey` do not already resolve to it. */
  skills: Record<string, string[]>;
  /** Words that may precede or follow any name of this category without making it another skill. */
  prefixes?: string[];
  suffixes?: string[];
  /** A trailing number is a version, as in "Python 3.9". */
  allowsVersion?: true;
  /** Singular and plural are one skill, as in "Neural Network". */
  ignoresPlural?: true;
}
