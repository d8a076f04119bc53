import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';

import { api } from '../api/client';
import { submissionKeys } from '../api/idempotency';
import type { Completion, Variables } from '../api/types';
import { queryClient } from '../app/queryClient';
import { refreshUserTask } from './cache';

/** Complete a task; pressing again after a lost connection repeats the same submission. */
export function useCompleteUserTask() {
  const keyFor = useMemo(submissionKeys, []);
  return useMutation({
    mutationFn: ({ userTaskId, variables }: { userTaskId: string; variables: Variables }) =>
      api.post<Completion>(
        `/api/user-tasks/${userTaskId}/complete/`,
        { variables },
        { 'Idempotency-Key': keyFor({ userTaskId, variables }) },
      ),
    onSuccess: async ({ instance }, { userTaskId }) => {
      void queryClient.invalidateQueries({ queryKey: ['instance', instance.id] });
      await refreshUserTask(userTaskId);
    },
  });
}
