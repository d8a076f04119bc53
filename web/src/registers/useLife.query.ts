import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { LifeStage, Page } from '../api/types';

/** What befell a meter, oldest first. */
export function useLife(id: string) {
  return useQuery({
    queryKey: ['record', 'meters', id, 'life'],
    queryFn: async ({ signal }) => (await api.get<Page<LifeStage>>(`/api/registers/meters/${id}/life/`, undefined, signal)).results,
  });
}
