/** When an event begins and ends, in milliseconds since 1970; null if unknown. The end is that of event_end(). */
export interface EventTimes {
  start: number | null;
  end: number | null;
}

/** Whether an event is known not to have begun, as event_is_upcoming() says. */
export function isUpcoming({ start }: Pick<EventTimes, 'start'>, now: number): boolean {
  return start !== null && start > now;
}

/** Whether an event is known to have ended, as event_is_over() says. */
export function isOver({ end }: Pick<EventTimes, 'end'>, now: number): boolean {
  return end !== null && end <= now;
}
