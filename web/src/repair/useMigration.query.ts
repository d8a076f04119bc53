import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Migration } from './shapes';

/** Two versions side by side, with what is suggested. */
export function useMigration(key: string, from: string, to: string) {
  return useQuery({
    queryKey: ['repair', 'migration', key, from, to],
    enabled: Boolean(from && to && from !== to),
    queryFn: ({ signal }) => api.get<Migration>(`/api/process-definitions/${key}/migration/`, { from, to }, signal),
  });
}
