import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UserTask } from '../api/types';
import { refreshUserTask } from '../inbox/cache';

export function useAssignUserTask() {
  return useMutation({
    mutationFn: ({ userTaskId, username }: { userTaskId: string; username: string }) =>
      api.post<UserTask>(`/api/user-tasks/${userTaskId}/assign/`, { username }),
    onSettled: (_, __, { userTaskId }) => refreshUserTask(userTaskId),
  });
}
