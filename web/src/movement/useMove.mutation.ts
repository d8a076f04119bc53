import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';

import { api } from '../api/client';
import { submissionKeys } from '../api/idempotency';
import { queryClient } from '../app/queryClient';
import type { Asked, MovedAnswer } from './shapes';

/** Go back, move or skip; pressing again after a lost connection repeats the same request. */
export function useMove() {
  const keyFor = useMemo(submissionKeys, []);
  return useMutation({
    mutationFn: ({ path, body }: Asked) =>
      api.post<MovedAnswer>(path, body, { 'Idempotency-Key': keyFor({ path, body }) }),
    onSettled: () => Promise.all(
      ['instance', 'instance-trace', 'user-task', 'user-tasks', 'me', 'trace', 'variables'].map((key) =>
        queryClient.invalidateQueries({ queryKey: [key] })),
    ),
  });
}
