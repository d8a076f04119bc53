import { useMutation } from '@tanstack/react-query';

import { offlineRefusal, refusalFrom, standardHeaders, withParams } from '../api/client';
import { apiFilters, type ChangeFilters } from './changeFilters';

export type ExportFormat = 'csv' | 'xlsx';

/** Downloads all changes that the filters let through; fetched, so that it comes in the reader's language and a refusal can be told. */
export function useExportChanges() {
  return useMutation({
    mutationFn: async ({ filters, format }: { filters: ChangeFilters; format: ExportFormat }) => {
      const path = withParams('/api/audit/changes/export/', { ...apiFilters(filters), format });
      const response = await fetch(path, { headers: { ...standardHeaders(), Accept: '*/*' } }).catch(() => {
        throw offlineRefusal();
      });
      if (!response.ok) throw refusalFrom(response.status, await response.text());
      save(await response.blob(), `changes.${format}`);
    },
  });
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
