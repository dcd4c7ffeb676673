/** The public interface of careers. */
export { refreshCareers } from './refreshCareers.ts';
