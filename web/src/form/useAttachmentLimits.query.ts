import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { AttachmentLimits } from '../api/types';

export function useAttachmentLimits() {
  return useQuery({
    queryKey: ['attachment-limits'],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get<AttachmentLimits>('/api/attachments/limits/', undefined, signal),
  });
}
