import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ChangeRequest } from './types';

/** One proposal with its fields, as the reader may see them. */
export function useChangeRequest(id: number) {
  return useQuery({
    queryKey: ['change', id],
    queryFn: ({ signal }) => api.get<ChangeRequest>(`/api/change-requests/${id}/`, undefined, signal),
    enabled: id > 0,
  });
}
