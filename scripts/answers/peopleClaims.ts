import { isTrue, listsOnly, type Claim, type Facts, type Verifier } from './claim.ts';
import { visitsOf, connectionsOf } from './relationships.ts';

interface Shared {
  skills: string[];
  topics: string[];
  events: { title: string; basis: string }[];
}

/** What two people share, by plain SQL. */
async function shared({ uid, about }: Claim, { sql }: Facts): Promise<Shared> {
  const [row] = await sql<Shared[]>`
    select
      to_json(array(
        select name from user_skills as mine join user_skills as theirs using (skill_id) join skills on id = skill_id
        where mine.user_id = ${uid} and theirs.user_id = ${about}
      )) as skills,
      to_json(array(
        select name from skills
        where (
          select count(distinct post.user_id) from post_skills join showcase_posts as post on post.id = post_id
          where skill_id = skills.id and post.live and post.user_id in (${uid}, ${about})
        ) = 2
      )) as topics,
      to_json(array(
        select distinct jsonb_build_object('title', title, 'basis', mine.basis)
        from (${visitsOf(sql)}) as mine join (${visitsOf(sql)}) as theirs using (event_id)
        join events on events.id = event_id
        where mine.user_id = ${uid} and theirs.user_id = ${about} and events.live
      )) as events`;
  return row ?? { skills: [], topics: [], events: [] };
}

/** Titles in quotes, perhaps with the number of further ones; what joins the clauses of a sentence. */
const TITLES = '“[^”]*”(?:(?:, and |, | and )(?:“[^”]*”|\\d+ more))*';
const JOINT = '(?:, and |, | and )?';

const CLAUSES = new RegExp(
  `^${[
    '(?:have (?<skills>.+?) in common)?',
    `(?:went to (?<known>${TITLES}))?`,
    `(?:have (?<claimed>${TITLES}) in your histories)?`,
    `(?:signed up for (?<going>${TITLES}))?`,
    '(?:post about (?<topics>.+))?',
  ].join(JOINT)}$`,
);

/** "have A and B in common, went to “C”, and post about D": each clause names only what both share. */
const haveInCommon: Verifier = async (claim, match, facts) => {
  const { skills, topics, events } = await shared(claim, facts);
  const clauses = CLAUSES.exec(match[1] ?? '')?.groups;
  if (clauses === undefined) return false;
  const holds = (list: string | undefined, names: string[]): boolean =>
    list === undefined || listsOnly(list, names);
  const titlesOf = (basis: string): string[] =>
    events.filter((event) => event.basis === basis).map(({ title }) => `“${title}”`);
  return (
    holds(clauses['skills'], skills) &&
    holds(clauses['known'], titlesOf('checked-in')) &&
    holds(clauses['claimed'], titlesOf('attended')) &&
    holds(clauses['going'], titlesOf('going')) &&
    holds(clauses['topics'], topics)
  );
};

const sharesEvent: Verifier = async (claim, match, facts) =>
  (await shared(claim, facts)).events.some(({ title, basis }) => title === match[1] && basis === match[2]);

/** Somebody met at one's own events meets, at a third event, somebody who comes to the other's. */
const closeCircles: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    with attendance as materialized (
      ${visitsOf(sql)}
    ), met as materialized (
      select distinct mine.user_id as one, theirs.user_id as other
      from attendance as mine join attendance as theirs using (event_id)
      where mine.user_id in (${uid}, ${about})
    )
    select exists (
      select from met as mine join attendance as one on one.user_id = mine.other
      join attendance as other using (event_id) join met as theirs on theirs.other = other.user_id
      where mine.one = ${uid} and theirs.one = ${about}
    ) as holds`);

const mutualConnections: Verifier = ({ uid, about }, match, { sql }) =>
  isTrue(sql`
    with friend as (${connectionsOf(sql)})
    select count(*) = ${Number(match[1] ?? 1)} as holds
    from friend as mine join friend as theirs on theirs.one = mine.other
    where mine.one = ${uid} and theirs.other = ${about}`);

const sameDepartment: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    select count(distinct lower(normalize(department, nfkc))) = 1 and count(department) = 2 as holds
    from users where id in (${uid}, ${about})`);

const stranger: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    select count(*) filter (where id = ${about} and live) = 1 and not exists (
      select from connections
      where live and ((from_user_id, to_user_id) in ((${uid}, ${about}), (${about}, ${uid})))
    ) as holds
    from users`);

const both: readonly (readonly [RegExp, Verifier])[] = [
  [/^You both (.+)\.$/, haveInCommon],
  [/^Your circles at events are close\.$/, closeCircles],
];

export const PEOPLE_CLAIMS = {
  'similarStudents reason': [...both, [/^New (?:in your department|here)\. /, () => Promise.resolve(true)]],
  'similarStudents shared skill': [
    [/.+/, async (claim, _match, facts) => (await shared(claim, facts)).skills.includes(claim.text)],
  ],
  'similarStudents shared interest': [
    [/.+/, async (claim, _match, facts) => (await shared(claim, facts)).topics.includes(claim.text)],
  ],
  'similarStudents shared event': [[/^(.+) \((checked-in|attended|going)\)$/, sharesEvent]],
  'recommendations user': [
    ...both,
    [/^You have a connection in common\.$/, mutualConnections],
    [/^You have (\d+) connections in common\.$/, mutualConnections],
    [/^You are in the same department\.$/, sameDepartment],
    [/^New here\.$/, stranger],
  ],
  'recommendations user is not known yet': [[/.*/, stranger]],
} satisfies Record<string, readonly (readonly [RegExp, Verifier])[]>;
