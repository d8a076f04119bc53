import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UserTask } from '../api/types';
import { patchUserTask, refreshUserTask } from './cache';

export function useUnclaimUserTask() {
  return useMutation({
    mutationFn: (userTaskId: string) => api.post<UserTask>(`/api/user-tasks/${userTaskId}/unclaim/`),
    onSuccess: (task) => patchUserTask(task.id, task),
    onSettled: (_, __, userTaskId) => refreshUserTask(userTaskId),
  });
}
