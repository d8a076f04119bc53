import { useMutation } from '@tanstack/react-query';

import { offlineRefusal, refusalFrom, standardHeaders, withParams } from '../api/client';
import { saveFile } from './saveFile';
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
      saveFile(await response.blob(), `changes.${format}`);
    },
  });
}
