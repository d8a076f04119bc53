import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Page, RegisterRef } from '../api/types';

/** The registers that this person may list, with their columns. */
export function useRegisters() {
  return useQuery({
    queryKey: ['registers'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await api.get<Page<RegisterRef>>('/api/registers/', undefined, signal)).results,
  });
}
