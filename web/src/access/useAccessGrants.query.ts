import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { AccessGrant } from './types';

/** My own requests for access, newest first. */
export function useAccessGrants() {
  return useQuery({
    queryKey: ['access-grants'],
    queryFn: ({ signal }) => api.get<AccessGrant[]>('/api/access-grants/', undefined, signal),
  });
}
