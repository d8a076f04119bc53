import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { RecordDetail } from '../api/types';

/** The record with what belongs to it; as of a day, its own fields alone. */
export function useRecord(register: string, id: string, at = '') {
  return useQuery({
    queryKey: ['record', register, id, at],
    queryFn: ({ signal }) => api.get<RecordDetail>(`/api/registers/${register}/${id}/`, { at }, signal),
  });
}
