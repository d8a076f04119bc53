import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ProcessInstance } from '../api/types';
import { queryClient } from '../app/queryClient';

export function useCancelProcessInstance() {
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api.post<ProcessInstance>(`/api/process-instances/${id}/cancel/`, { reason }),
    onSuccess: (instance) => {
      queryClient.setQueryData(['instance', instance.id], instance);
      void queryClient.invalidateQueries({ queryKey: ['user-tasks'] });
    },
    onSettled: (_, __, { id }) => queryClient.invalidateQueries({ queryKey: ['instance', id] }),
  });
}
