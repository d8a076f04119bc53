import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { AccessGrant } from './types';

/** My own requests for access, newest first; or others' grants in force that I may end. */
export function useAccessGrants(whose: 'mine' | 'others') {
  return useQuery({
    queryKey: ['access-grants', whose],
    queryFn: ({ signal }) => api.get<AccessGrant[]>('/api/access-grants/', { whose }, signal),
  });
}
