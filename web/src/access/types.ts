import type { components } from '../api/schema';

export type AccessGrant = components['schemas']['AccessGrantShape'];
export type AccessAsked = components['schemas']['AccessAsked'];
export type AccessAskedAnswer = components['schemas']['AccessAskedAnswer'];
export type AccessEnding = components['schemas']['AccessEnding'];
