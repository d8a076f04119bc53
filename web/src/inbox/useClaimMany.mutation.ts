import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UserTask } from '../api/types';
import { queryClient } from '../app/queryClient';

export interface ClaimResult { task: UserTask; refused: string | null }

async function claim(task: UserTask): Promise<ClaimResult> {
  try {
    await api.post<UserTask>(`/api/user-tasks/${task.id}/claim/`);
    return { task, refused: null };
  } catch (error) {
    return { task, refused: error instanceof Error ? error.message : String(error) };
  }
}

/** Take several tasks, one after the other, with each one's own result. */
export function useClaimMany() {
  return useMutation({
    mutationFn: async (tasks: UserTask[]) => {
      const results: ClaimResult[] = [];
      for (const task of tasks) results.push(await claim(task));
      return results;
    },
    onSettled: () => Promise.all([
      queryClient.invalidateQueries({ queryKey: ['user-tasks'] }),
      queryClient.invalidateQueries({ queryKey: ['user-task'] }),
      queryClient.invalidateQueries({ queryKey: ['me'] }),
    ]),
  });
}
