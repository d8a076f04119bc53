export const TABS = ['diagram', 'timeline', 'data', 'documents', 'attachments', 'clocks'] as const;
export type Tab = (typeof TABS)[number];

/** The tab that the address names, else the diagram. */
export function tabFrom(value: string | null): Tab {
  return TABS.find((tab) => tab === value) ?? 'diagram';
}
