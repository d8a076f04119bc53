import type { RJSFSchema, UiSchema } from '@rjsf/utils';

import type { Variables } from '../api/types';

/** The schema without the fields that make no sense here: those `shownWith` another field that says nothing. */
export function applicable(schema: RJSFSchema, ui: UiSchema, data: Variables): RJSFSchema {
  const said = (name: string): boolean => {
    const value = data[name];
    return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  };
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => {
    const options = (ui[name] as { 'ui:options'?: { shownWith?: string } } | undefined)?.['ui:options'];
    return !options?.shownWith || said(options.shownWith);
  });
  return { ...schema, properties: Object.fromEntries(kept) };
}
