import type { components } from '../schema';

export type Evidence = components['schemas']['Evidence'];
export type Proof = components['schemas']['Proof'];
export type PastRecord = components['schemas']['PastRecord'];
export type PastInstance = components['schemas']['PastInstance'];
export type PastField = components['schemas']['PastField'];
