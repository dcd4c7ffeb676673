/** A project that does not exist, so that nothing can leave this machine. */
export const PROJECT = 'demo-student-talent';
