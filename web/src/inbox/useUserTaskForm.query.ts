import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Form } from '../api/types';

/** The task's form; never fetched again under somebody's fingers. */
export function useUserTaskForm(userTaskId: string) {
  return useQuery({
    queryKey: ['user-task-form', userTaskId],
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: ({ signal }) => api.get<Form>(`/api/user-tasks/${userTaskId}/form/`, undefined, signal),
  });
}
