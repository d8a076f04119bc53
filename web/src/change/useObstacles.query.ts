import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

/** What stands in the way of closing a customer. */
export function useObstacles(customerId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['obstacles', customerId],
    queryFn: ({ signal }) =>
      api.get<components['schemas']['Obstacles']>('/api/change-requests/closing/', { customer: customerId }, signal),
    enabled,
  });
}
