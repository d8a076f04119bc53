import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { RecordDetail } from '../api/types';

export function useRecord(register: string, id: string) {
  return useQuery({
    queryKey: ['record', register, id],
    queryFn: ({ signal }) => api.get<RecordDetail>(`/api/registers/${register}/${id}/`, undefined, signal),
  });
}
