import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { toErrorSchema, validationDataMerge, createErrorHandler, unwrapErrorHandler } from '@rjsf/utils';
import type { RJSFSchema, RJSFValidationError, UiSchema, ValidationData, ValidatorType } from '@rjsf/utils';

import type { Json } from '../api/types';
import { addChineseFormats } from './chineseFormats';
import { messageFor } from './messages';
import { misplaced } from './ordering';

addChineseFormats();

// Keywords that only say "something below failed"; the failure itself is reported too.
const CARRIERS = new Set([
  'properties', 'items', 'additionalProperties', 'patternProperties', 'allOf', 'if', 'then', 'else', '$ref',
  'dependencies', 'dependentSchemas', 'additionalItems',
]);

interface Failure { keyword: string; path: string[]; schemaPath: string; message: string }

function segments(pointer: string): string[] {
  return pointer.split('/').slice(1).map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

/** The value as JSON carries it: absent where the form holds `undefined`. */
function asJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

function isCarrier(unit: OutputUnit): boolean {
  return CARRIERS.has(unit.keyword);
}

function insideAlternative(unit: OutputUnit): boolean {
  return /\/(anyOf|oneOf)\//.test(unit.keywordLocation);
}

function missingProperty(unit: OutputUnit): string[] {
  if (unit.keyword !== 'required') return [];
  const name = /property "(.*)"\.?$/.exec(unit.error)?.[1];
  return name === undefined ? [] : [name];
}

function failureOf(unit: OutputUnit, schema: RJSFSchema): Failure {
  const path = [...segments(unit.instanceLocation), ...missingProperty(unit)];
  const limit = at(schema, segments(unit.keywordLocation));
  const owner = at(schema, segments(unit.keywordLocation).slice(0, -1));
  return {
    keyword: unit.keyword,
    path,
    schemaPath: unit.keywordLocation,
    message: messageFor({ keyword: unit.keyword, limit, owner: owner as RJSFSchema | undefined }),
  };
}

function check(schema: RJSFSchema, data: Json): OutputUnit[] {
  // The validator writes bookkeeping into the schema, hence the copy.
  const copy = structuredClone(schema) as Schema;
  return new Validator(copy, '7', false).validate(data).errors;
}

function withDefinitions(schema: RJSFSchema, root: RJSFSchema): RJSFSchema {
  const { definitions, $defs } = root;
  return { ...(definitions && { definitions }), ...($defs && { $defs }), ...schema };
}

/** What is wrong with `data`, one entry for each failed rule, in the reader's language. */
export function failures(schema: RJSFSchema, data: unknown): Failure[] {
  const value = asJson(data ?? {});
  const broken = check(schema, value).filter((unit) => !isCarrier(unit) && !insideAlternative(unit));
  const found = [...broken.map((unit) => failureOf(unit, schema)), ...misplaced(schema, (value ?? {}) as Record<string, Json>)];
  const seen = new Set<string>();
  return found.filter(({ path, message }) => {
    const key = `${path.join('/')} ${message}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

function asRjsf(failure: Failure): RJSFValidationError {
  const property = failure.path.map((part) => `.${part}`).join('');
  return {
    name: failure.keyword, property, message: failure.message, stack: failure.message, schemaPath: failure.schemaPath,
  };
}

/**
 * RJSF's validator without code generation: ajv compiles with `new Function`, which a strict
 * Content-Security-Policy forbids, and RJSF then drops conditional fields silently.
 */
export const validator: ValidatorType = {
  validateFormData(formData, schema, customValidate, transformErrors, uiSchema?: UiSchema): ValidationData<unknown> {
    let errors = failures(schema, formData).map(asRjsf);
    if (transformErrors) errors = transformErrors(errors, uiSchema);
    const own = { errors, errorSchema: toErrorSchema(errors) };
    if (!customValidate) return own;
    const handler = customValidate(formData, createErrorHandler(formData ?? {}), uiSchema, own.errorSchema);
    return validationDataMerge(own, unwrapErrorHandler(handler));
  },
  isValid(schema, formData, rootSchema) {
    if (formData === undefined && Object.keys(schema).length > 0) return false;
    return check(withDefinitions(schema, rootSchema), asJson(formData)).length === 0;
  },
  rawValidation<Result>(schema: RJSFSchema, formData?: unknown) {
    return { errors: failures(schema, formData) as Result[] };
  },
};
