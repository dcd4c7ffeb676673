/** The tag of somebody's cached recommendations, besides those of the people and events in them. */
export const listTag = (uid: string): string => `recommendations:${uid}`;
