import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { dataFolder } from './evaluation.ts';

/** Events, attendance and interests of one town's people, from the public data set. */
export interface Missoula {
  events: { id: string; name: string; description: string; group: string; time: number; past: boolean }[];
  /** Accepted invitations, without duplicates. */
  attendance: { event: string; person: string }[];
  /** Each person's first answer to each event, in order of time. */
  answers: { event: string; person: string; yes: boolean; at: number }[];
  /** People with the topics they declared. */
  people: { id: string; topics: string[] }[];
  groups: Map<string, { name: string; topics: string[] }>;
}

export async function readMissoula(): Promise<Missoula> {
  const folder = await dataFolder('meetup-missoula');
  const read = async (file: string): Promise<Record<string, string>[]> =>
    parse(await readFile(join(folder, file)), { columns: true, relaxQuotes: true });
  const [events, rsvps, members, groups, groupTopics] = await Promise.all(
    ['events.csv', 'rsvps.csv', 'members.csv', 'groups.csv', 'groups_topics.csv'].map(read),
  );

  const topicNames = new Map((groupTopics ?? []).map((topic) => [topic['id'] ?? '', topic['name'] ?? '']));
  const topics = new Map<string, Set<string>>();
  for (const { id = '', topics: declared = '' } of members ?? []) {
    const own = topics.get(id) ?? new Set();
    topics.set(id, own);
    // Most topics have no name in the data; their number serves as one.
    for (const topic of declared.split(';').filter(Boolean))
      own.add(topicNames.get(topic) ?? `topic ${topic}`);
  }
  const attendance = new Map<string, { event: string; person: string }>();
  for (const { event_id: event = '', member_id: person = '', response } of rsvps ?? []) {
    if (response === 'yes') attendance.set(`${event} ${person}`, { event, person });
  }
  const answers = new Map<string, Missoula['answers'][number]>();
  for (const { event_id: event = '', member_id: person = '', response, created } of rsvps ?? []) {
    const answer = { event, person, yes: response === 'yes', at: Number(created) };
    const before = answers.get(`${event} ${person}`);
    if (before === undefined || before.at > answer.at) answers.set(`${event} ${person}`, answer);
  }
  for (const { person } of answers.values()) if (!topics.has(person)) topics.set(person, new Set());

  return {
    events: (events ?? []).map((event) => ({
      id: event['id'] ?? '',
      name: event['name'] ?? '',
      description: event['description'] ?? '',
      group: event['group_id'] ?? '',
      time: Number(event['time']),
      past: event['status'] === 'past',
    })),
    attendance: [...attendance.values()],
    answers: [...answers.values()].toSorted((a, b) => a.at - b.at),
    people: [...topics].map(([id, own]) => ({ id, topics: [...own] })),
    groups: new Map(
      (groups ?? []).map(({ id = '', name = '' }) => [
        id,
        {
          name,
          topics: (groupTopics ?? [])
            .filter((topic) => topic['groupId'] === id)
            .map((topic) => topic['name'] ?? ''),
        },
      ]),
    ),
  };
}
