/** Shapes of the API's answers (see /api/schema/). */
export type * from './types/base';
export type * from './types/definitions';
export type * from './types/evidence';
export type * from './types/instances';
export type * from './types/people';
export type * from './types/registers';
export type * from './types/userTasks';
