import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UnitRef } from '../api/types';

/** The units of the company. */
export function useUnits() {
  return useQuery({
    queryKey: ['units'],
    queryFn: ({ signal }) => api.get<{ results: UnitRef[] }>('/api/units/', undefined, signal).then((page) => page.results),
    staleTime: 300_000,
  });
}
