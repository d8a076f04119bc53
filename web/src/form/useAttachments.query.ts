import { useQueries } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Attachment } from '../api/types';

/** The attachments' names and sizes, in the order of their ids. */
export function useAttachments(ids: string[]) {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['attachment', id],
      staleTime: Infinity,
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Attachment>(`/api/attachments/${id}/`, undefined, signal),
    })),
  });
}
