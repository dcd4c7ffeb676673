/** The cache tag of all recommendations of one student, besides the tags of the people and events in them. */
export const listTag = (uid: string): string => `recommendations:${uid}`;
