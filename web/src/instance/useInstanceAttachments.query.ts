import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Attachment } from '../api/types';

export function useInstanceAttachments(id: string) {
  return useQuery({
    queryKey: ['instance', id, 'attachments'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<Attachment[] | { results: Attachment[] }>(`/api/process-instances/${id}/attachments/`, undefined, signal);
      return Array.isArray(answer) ? answer : answer.results;
    },
  });
}
