import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { MonthUsed, Page } from '../api/types';

/** Gas used month by month; only meters, supply points and customers have it. */
export function useConsumption(register: string, id: string) {
  return useQuery({
    queryKey: ['record', register, id, 'consumption'],
    queryFn: async ({ signal }) => (await api.get<Page<MonthUsed>>(`/api/registers/${register}/${id}/consumption/`, undefined, signal)).results,
  });
}
