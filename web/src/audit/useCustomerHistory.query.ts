import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Change, Page } from '../api/types';

/** Every change of a customer's fields, newest first. */
export function useCustomerHistory(customerId: string) {
  return useQuery({
    queryKey: ['customers', customerId, 'history', 'audit'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<Change[] | Page<Change>>(`/api/customers/${customerId}/history/`, { page_size: 200 }, signal);
      return Array.isArray(answer) ? answer : answer.results;
    },
  });
}
