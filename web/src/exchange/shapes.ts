import type { components } from '../api/schema';

type Schemas = components['schemas'];

export type ImportKind = Schemas['ImportKind'];
export type ImportRun = Schemas['ImportRun'];
export type UploadedImport = Schemas['UploadedImport'];
export type RowProblem = Schemas['ImportRowProblem'];
export type Suspicion = Schemas['Suspicion'];
export type StartedReplacement = Schemas['StartedReplacement'];
export type Collection = Schemas['Collection'];
export type CollectionRow = Schemas['CollectionRow'];
export type DueAtBank = Schemas['DueAtBank'];
export type NewCollection = Schemas['NewCollection'];
