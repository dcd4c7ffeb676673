import { DAY_MS } from '../../../learning/calendar.ts';
import type { CampusEvents } from '../catalogue/campusEvents.ts';
import { isOver } from '../catalogue/eventTimes.ts';
import { CURRENT_WEIGHTS, type CurrentFeatures } from './eventWeights.ts';
import type { Student } from './readStudent.ts';

const MONTH_MS = 30 * DAY_MS;

/** The next events that the student is at or going to, which candidates are compared with. */
const MAX_JOINED = 10;

export const CURRENT_FEATURES = Object.keys(CURRENT_WEIGHTS) as (keyof CurrentFeatures)[];

/** Features of each candidate as of now: a function from its number to its features. */
export function currentFeaturesFor(
  events: CampusEvents,
  student: Student,
  now: number,
): (number: number) => CurrentFeatures {
  const { catalogue } = events;
  const attendedTogether = new Float64Array(catalogue.size);
  for (const { successors } of student.attendance) {
    for (const [number, weight] of events.resolveNeighbours(successors)) {
      attendedTogether[number] = (attendedTogether[number] ?? 0) + weight;
    }
  }
  const joined = student.attendance
    .filter(({ end }) => end !== null && !isOver({ end }, now))
    .slice(0, MAX_JOINED)
    .flatMap(({ id }) => catalogue.numberOf(id) ?? [])
    .map((number) => catalogue.similarities(number).similarity);
  return (number) => {
    const { id, start, skills, departmentKey, people } = catalogue.at(number);
    const shared = skills.filter((skill) => student.skills.has(skill)).length;
    return {
      startsSoon: -Math.log1p(start === null ? 0 : Math.max(start - now, 0) / MONTH_MS),
      sharedSkills: skills.length === 0 ? 0 : shared / skills.length,
      sameDepartment: Number(departmentKey !== null && departmentKey === student.departmentKey),
      connectionsGoing: Math.log1p(student.connectionsGoing.get(id) ?? 0),
      attendees: Math.log1p(people),
      similarToJoined: joined.reduce((most, similarity) => Math.max(most, similarity[number] ?? 0), 0),
      attendedTogether: attendedTogether[number] ?? 0,
    };
  };
}
