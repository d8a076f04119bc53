import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';

export type Standing = 'suspend' | 'resume' | 'hold' | 'lift-hold';

const TOUCHED = ['instance', 'instance-trace', 'trace', 'user-task', 'user-tasks', 'instances', 'definitions', 'process-definitions'];

/** Suspends, resumes, holds or releases; every list that shows it is asked again. */
export function useStanding() {
  return useMutation({
    mutationFn: ({ path, reason }: { path: string; reason: string }) => api.post(path, { reason }),
    onSettled: () => Promise.all(TOUCHED.map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
}
