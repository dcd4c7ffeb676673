/** The grade of a role; null if the title does not state one. */
export type Seniority = 'intern' | 'junior' | 'senior' | 'staff' | 'principal' | 'lead' | null;

/** A title's words, split into its grade and its role. */
interface GradedWords {
  seniority: Seniority;
  role: string[];
}

const TRAINEES = new Set(['intern', 'internship', 'trainee', 'apprentice', 'placement']);

/** Roles in which "staff", "principal", "lead" and "graduate" are grades rather than part of the role. */
const TECHNICAL_ROLES = new Set([
  'engineer',
  'developer',
  'scientist',
  'designer',
  'architect',
  'programmer',
  'researcher',
]);
const CONSULTING_ROLES = new Set(['consultant', 'analyst', 'actuary', 'manager']);

/** The grades that a number after the role stands for, as in "Software Engineer II". */
const NUMBERED: Record<string, Seniority> = {
  i: 'junior',
  '1': 'junior',
  ii: null,
  '2': null,
  iii: 'senior',
  '3': 'senior',
  iv: 'staff',
  '4': 'staff',
  v: 'principal',
  '5': 'principal',
};

/** Splits the words of a title into grade and role. The role keeps at least one word. */
export function splitSeniority(words: string[]): GradedWords {
  let seniority: Seniority = null;
  let role = words;
  const last = role.at(-1) ?? '';
  if (role.length > 1 && Object.hasOwn(NUMBERED, last)) {
    seniority = NUMBERED[last] ?? null;
    role = role.slice(0, -1);
  }
  while (role.length > 1) {
    const grade = stripGrade(role);
    if (grade === undefined) break;
    seniority = grade.seniority ?? seniority;
    role = grade.role;
  }
  return { seniority, role };
}

/** Strips one grade from the start or the end of at least two words; undefined if there is none. */
function stripGrade(words: string[]): GradedWords | undefined {
  const [first = '', second = ''] = words;
  const last = words.at(-1) ?? '';
  const [withoutFirst, withoutLast] = [words.slice(1), words.slice(0, -1)];
  const isTechnical = TECHNICAL_ROLES.has(last);
  const isGradedRole = isTechnical || CONSULTING_ROLES.has(last);
  const hasLevel = second === 'level' && words.length > 2;

  if (TRAINEES.has(last)) return { seniority: 'intern', role: withoutLast };
  if (TRAINEES.has(first)) return { seniority: 'intern', role: withoutFirst };
  if (first === 'senior') return { seniority: 'senior', role: withoutFirst };
  if (last === 'senior' || last === 'junior') return { seniority: last, role: withoutLast };
  switch (first) {
    case 'mid':
      return { seniority: null, role: hasLevel ? words.slice(2) : withoutFirst };
    case 'entry':
      return hasLevel ? { seniority: 'junior', role: words.slice(2) } : undefined;
    case 'junior':
      return { seniority: 'junior', role: withoutFirst };
    case 'graduate': // A graduate assistant or graduate student is not a junior one.
    case 'associate':
      return isGradedRole ? { seniority: 'junior', role: withoutFirst } : undefined;
    case 'staff':
    case 'principal':
    case 'lead':
      return isTechnical || last === 'consultant' ? { seniority: first, role: withoutFirst } : undefined;
    default:
      return undefined;
  }
}
