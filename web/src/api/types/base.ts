export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Variables = Record<string, Json>;

export interface Page<T> {
  results: T[];
  next: string | null;
  previous: string | null;
  count: number | null;
  count_capped: boolean;
}

export interface PersonRef { username: string; full_name: string }
export interface UnitRef { id: string; code: string; name: string }
export interface GroupRef { key: string; name: string }

export interface Finding {
  code: string;
  severity: 'error' | 'warning' | 'info';
  element_id: string | null;
  line: number | null;
  file: string | null;
  message: string;
  mend: string;
}

export interface FieldProblem { field: string; code: string; message: string }
