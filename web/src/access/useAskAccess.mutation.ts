import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { AccessAsked, AccessAskedAnswer } from './types';

/** Ask for access; the process that decides on it starts with it. */
export function useAskAccess() {
  return useMutation({
    mutationFn: (asked: AccessAsked) => api.post<AccessAskedAnswer>('/api/access-grants/', asked),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['access-grants'] }),
  });
}
