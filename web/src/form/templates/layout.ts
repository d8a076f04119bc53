import type { RJSFSchema, UiSchema } from '@rjsf/utils';

export interface Section { title: string; fields: string[] }
interface Element { name: string; schema: RJSFSchema; ui: UiSchema | undefined }

const WIDE_WIDGETS = new Set(['textarea', 'attachment', 'checkboxes', 'bulk_change']);

function option(ui: UiSchema | undefined, name: string): unknown {
  return ui?.[`ui:${name}`] ?? (ui?.['ui:options'] as Record<string, unknown> | undefined)?.[name];
}

/** Whether a field takes the form's whole width. */
export function isWide({ schema, ui }: Omit<Element, 'name'>): boolean {
  const span = option(ui, 'span');
  if (span === 'full') return true;
  if (span === 'half') return false;
  if (schema.type === 'object' || schema.type === 'array') return true;
  return WIDE_WIDGETS.has(String(option(ui, 'widget'))) || schema.format === 'attachment';
}

function isSection(value: unknown): value is Section {
  const section = value as Partial<Section> | null;
  return typeof section?.title === 'string' && Array.isArray(section.fields);
}

/** The form's sections with the fields that exist; fields that no section names come in an untitled one. */
export function sectionsOf(ui: UiSchema | undefined, names: string[]): Section[] {
  const told = option(ui, 'sections') ?? option(ui, 'groups');
  const sections = Array.isArray(told) ? told.filter(isSection) : [];
  const placed = new Set(sections.flatMap((section) => section.fields));
  const rest = names.filter((name) => !placed.has(name));
  const filled = sections
    .map((section) => ({ ...section, fields: section.fields.filter((name) => names.includes(name)) }))
    .filter((section) => section.fields.length > 0);
  return rest.length > 0 ? [...filled, { title: '', fields: rest }] : filled;
}
