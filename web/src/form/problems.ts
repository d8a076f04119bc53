import { ErrorSchemaBuilder, type ErrorSchema, type RJSFSchema } from '@rjsf/utils';

import type { FieldProblem } from '../api/types';

function segments(pointer: string): string[] {
  return pointer.split('/').filter(Boolean).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The server's field errors in the shape the form draws, beside those whose field the form does not have. */
export function placed(problems: FieldProblem[], schema: RJSFSchema): { atFields: ErrorSchema; elsewhere: FieldProblem[] } {
  const builder = new ErrorSchemaBuilder();
  const elsewhere: FieldProblem[] = [];
  for (const problem of problems) {
    const path = segments(problem.field);
    if (path.length > 0 && hasField(schema, path[0])) {
      builder.addErrors(problem.message, path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)));
    } else elsewhere.push(problem);
  }
  return { atFields: builder.ErrorSchema, elsewhere };
}

/** Whether the schema, or any of its conditional branches, has a top-level field of this name. */
export function hasField(schema: RJSFSchema, name: string): boolean {
  if (schema.properties?.[name] !== undefined) return true;
  const branches = [schema.then, schema.else, ...(schema.allOf ?? []), ...Object.values(schema.dependencies ?? {})];
  return branches.some((branch) => typeof branch === 'object' && !Array.isArray(branch) && branch !== null && hasField(branch as RJSFSchema, name));
}

/** The problems that stay after the person has changed the top-level field `name`. */
export function without(problems: FieldProblem[], name: string): FieldProblem[] {
  return problems.filter((problem) => segments(problem.field)[0] !== name);
}
