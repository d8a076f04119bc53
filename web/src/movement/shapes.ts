import type { components } from '../api/schema';

type Server = components['schemas'];
export type Passage = Server['Passage'];
export type MovePreview = Server['MovePreview'];
export type MoveTargets = Server['MoveTargets'];
export type MovedAnswer = Server['MovedAnswer'];
export type Signers = Server['Signers'];
export type SignerAnswer = Server['SignerAnswer'];
export type MoveAnswer = Server['MoveAnswer'];

/** What is asked of the server: the address under /api/, and the body of the request. */
export interface Asked { path: string; body: Record<string, unknown> }
