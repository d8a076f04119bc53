import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Page } from '../api/types';
import { currentLanguage } from '../i18n';
import type { ImportKind } from './shapes';

/** What this person may import or look at, with the layouts of the files. */
export function useImportKinds() {
  const language = currentLanguage();
  return useQuery({
    queryKey: ['import-kinds', language],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await api.get<Page<ImportKind>>('/api/imports/kinds/', undefined, signal)).results,
  });
}
