import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Variables } from '../api/types';

export function useSaveDraft() {
  return useMutation({
    mutationFn: ({ userTaskId, data }: { userTaskId: string; data: Variables }) =>
      api.put<{ saved_at: string }>(`/api/user-tasks/${userTaskId}/draft/`, { data }),
  });
}
