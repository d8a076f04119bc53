import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';

/** Forget the saved draft and show the form as the process last left it. */
export function useDiscardDraft() {
  return useMutation({
    mutationFn: (userTaskId: string) => api.delete(`/api/user-tasks/${userTaskId}/draft/`),
    onSuccess: (_, userTaskId) => queryClient.resetQueries({ queryKey: ['user-task-form', userTaskId] }),
  });
}
