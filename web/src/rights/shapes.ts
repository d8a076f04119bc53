import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type Substitute = Schemas['Substitute'];
export type Account = Schemas['Account'];
export type AccountDetail = Schemas['AccountDetail'];
export type RightsChange = Schemas['RightsChange'];
export type MatrixRow = Schemas['MatrixRow'];
export type LogInEvent = Schemas['LogInEvent'];
export type OpenSession = Schemas['OpenSession'];
export type CalendarYear = Schemas['Calendar'];
export type Imported = Schemas['CalendarImported'];
export type UnitLine = Schemas['UnitLine'];
export type Person = Schemas['Person'];
export interface Listed<T> { results: T[]; next: string | null; count: number | null }
