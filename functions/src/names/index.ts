/** The public part of the names domain. */
export { refreshLabels } from './refreshLabels.ts';
export { unknownDepartment } from './unknownDepartment.ts';
