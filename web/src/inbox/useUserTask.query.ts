import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UserTaskDetail } from '../api/types';

export function useUserTask(userTaskId: string) {
  return useQuery({
    queryKey: ['user-task', userTaskId],
    queryFn: ({ signal }) => api.get<UserTaskDetail>(`/api/user-tasks/${userTaskId}/`, undefined, signal),
  });
}
