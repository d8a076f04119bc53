import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';

import { api } from '../api/client';
import { submissionKeys } from '../api/idempotency';
import type { ProcessInstance, Variables } from '../api/types';
import { queryClient } from '../app/queryClient';

/** Start a process; pressing again after a lost connection repeats the same submission. */
export function useStartProcessInstance() {
  const keyFor = useMemo(submissionKeys, []);
  return useMutation({
    mutationFn: (body: { definition: string; variables: Variables }) =>
      api.post<ProcessInstance>('/api/process-instances/', body, { 'Idempotency-Key': keyFor(body) }),
    onSuccess: () => Promise.all([
      queryClient.invalidateQueries({ queryKey: ['user-tasks'] }),
      queryClient.invalidateQueries({ queryKey: ['instances'] }),
      queryClient.invalidateQueries({ queryKey: ['me'] }),
    ]),
  });
}
