import type { FieldProblem, Finding, Json } from './types';

export interface Problem {
  title?: string;
  status: number;
  code: string;
  detail: string;
  errors?: FieldProblem[];
  findings?: Finding[];
  extra?: { [key: string]: Json };
}

/** The server's "no", with its stable code and the sentence to show the reader. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldProblem[];
  readonly findings: Finding[];
  readonly extra: { [key: string]: Json };

  constructor(problem: Problem) {
    super(problem.detail || problem.title || problem.code);
    this.name = 'Refusal';
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.findings = problem.findings ?? [];
    this.extra = problem.extra ?? {};
  }
}

/** Whether `error` is a refusal, and (when given) one of these codes. */
export function isRefusal(error: unknown, ...codes: string[]): error is Refusal {
  return error instanceof Refusal && (codes.length === 0 || codes.includes(error.code));
}
