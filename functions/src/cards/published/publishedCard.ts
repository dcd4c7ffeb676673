import { findVerified, type Skill, type VerifiedSkill } from '../../skills/index.ts';
import { photoUrl } from './photoUrl.ts';
import { latestPosition, type CurrentPosition } from './position.ts';
import type { Profile } from './profile.ts';
import { publicName, publicText, type Identifiers } from './publicText.ts';

/** What members read of a person, in `cards/{uid}`. Never holds an e-mail address or a student number. */
export interface PublishedCard {
  /** Empty for somebody whose profile names none, or nothing but an e-mail address without words. */
  name: string;
  /** URL of the thumbnail of their newest profile picture, or of the picture that their document names. */
  photo: string | null;
  role: string | null;
  department: string | null;
  bio: string | null;
  /** The strongest first. */
  skills: PublishedSkill[];
  /** Their current position, such as "Engineer at Acme"; without one, their strongest skills. */
  headline: string | null;
}

/** A skill that the person claims, at a level that they claim. */
interface PublishedSkill extends Skill {
  /**
   * Who has verified it, when (RFC 3339), and at which level, which may be null; null if nobody has. Whether others see
   * the name of who verified it is for their own card to say.
   */
  verified: Pick<VerifiedSkill, 'level' | 'by' | 'at'> | null;
}

const MAX_BIO_CHARACTERS = 1000;

const MAX_SKILLS = 50;

/** Skills of a headline. */
const MAX_HEADLINE_SKILLS = 3;

/**
 * The card of a person. The same arguments always give the same card.
 *
 * @param positions those they hold now
 * @param picture the thumbnail of their newest profile picture
 */
export function toPublishedCard(
  profile: Profile,
  positions: readonly CurrentPosition[],
  picture: string | null,
): PublishedCard {
  const clear = (text: string): string => publicText(text, profile);
  const skills = strongestFirst(profile)
    .slice(0, MAX_SKILLS)
    .map(({ name, ...skill }) => ({ name: clear(name), ...skill }))
    .filter(({ name }) => name !== '');
  const position = latestPosition(positions);
  const headline =
    position === undefined
      ? skills
          .slice(0, MAX_HEADLINE_SKILLS)
          .map(({ name }) => name)
          .join(', ')
      : clear([position.title, position.organisation].filter((part) => part !== null).join(' at '));
  return {
    name: publicName(profile.name, profile),
    photo: picture ?? photoUrl(profile.photo),
    role: profile.role,
    department: profile.department === null ? null : clear(profile.department) || null,
    bio: publicBio(profile.bio, profile),
    skills,
    headline: headline || null,
  };
}

/** By level, then verified ones first, then in the order in which the person lists them. */
function strongestFirst({ skills, verifiedSkills }: Profile): PublishedSkill[] {
  const rank = ({ level, verified }: PublishedSkill): number => (level ?? 0) + (verified === null ? 0 : 0.5);
  return skills
    .map((skill) => ({ ...skill, verified: verificationOf(skill, verifiedSkills) }))
    .sort((one, other) => rank(other) - rank(one));
}

function verificationOf(skill: Skill, verifiedSkills: VerifiedSkill[]): PublishedSkill['verified'] {
  const verified = findVerified(skill, verifiedSkills);
  return verified && { level: verified.level, by: verified.by, at: verified.at };
}

/** Cut before it is searched, since a document may hold a megabyte, and after an identifier that the cut would halve. */
function publicBio(bio: string | null, identifiers: Identifiers): string | null {
  const cleared = publicText((bio ?? '').slice(0, 2 * MAX_BIO_CHARACTERS), identifiers);
  return Array.from(cleared).slice(0, MAX_BIO_CHARACTERS).join('').toWellFormed().trim() || null;
}
