import type { components } from '../api/schema';

type Shapes = components['schemas'];
export type BulkAsked = Shapes['BulkAsked'];
export type BulkCheck = Shapes['BulkCheck'];
export type BulkCell = Shapes['BulkCellShape'];
export type BulkChange = Shapes['BulkShape'];
export type BulkColumn = Shapes['BulkColumnShape'];
export type BulkProblem = Shapes['BulkProblem'];
export type BulkProposal = Shapes['BulkProposal'];
export type BulkProposed = Shapes['BulkProposed'];
export type BulkRegister = Shapes['BulkRegister'];
export type BulkRow = Shapes['BulkRowShape'];
export type BulkRows = Shapes['BulkRows'];
