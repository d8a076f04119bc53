import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Document } from '../api/types';

export function useDocuments(id: string) {
  return useQuery({
    queryKey: ['instance', id, 'documents'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<Document[] | { results: Document[] }>(`/api/process-instances/${id}/documents/`, undefined, signal);
      return Array.isArray(answer) ? answer : answer.results;
    },
  });
}
