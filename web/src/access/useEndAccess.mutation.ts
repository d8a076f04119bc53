import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { AccessEnding, AccessGrant } from './types';

/** End a grant before its last day; whatever it lifted is masked again. */
export function useEndAccess(id: number) {
  return useMutation({
    mutationFn: (ending: AccessEnding) => api.post<AccessGrant>(`/api/access-grants/${id}/end/`, ending),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
