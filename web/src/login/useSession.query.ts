import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Session } from '../api/types';

/** Whether anybody is logged in; asking also sets the CSRF cookie that the log-in needs. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    gcTime: 0,
    queryFn: ({ signal }) => api.get<Session>('/api/session/', undefined, signal),
  });
}
