import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Me, UserTask } from '../api/types';
import { queryClient } from '../app/queryClient';
import { patchUserTask, refreshUserTask, shownUserTask } from './cache';

/** Take a task: shown at once, undone when the server says that somebody else was first. */
export function useClaimUserTask() {
  return useMutation({
    mutationFn: (userTaskId: string) => api.post<UserTask>(`/api/user-tasks/${userTaskId}/claim/`),
    onMutate: (userTaskId) => {
      const before = shownUserTask(userTaskId);
      const me = queryClient.getQueryData<Me>(['me']);
      if (me) {
        const may = { claim: false, unclaim: true, complete: true, assign: before?.may.assign ?? false, add_signer: false, prioritize: before?.may.prioritize ?? false, return: false, withdraw: false };
        patchUserTask(userTaskId, { state: 'ASSIGNED', assignee: { username: me.username, full_name: me.full_name }, may });
      }
      return { before };
    },
    onSuccess: (task) => patchUserTask(task.id, task),
    onError: (_, userTaskId, context) => {
      if (context?.before) patchUserTask(userTaskId, context.before);
    },
    onSettled: (_, __, userTaskId) => refreshUserTask(userTaskId),
  });
}
