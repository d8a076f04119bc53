import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { CustomerDetail } from '../api/types';

export function useCustomer(customerId: string) {
  return useQuery({
    queryKey: ['customers', customerId, 'audit'],
    queryFn: ({ signal }) => api.get<CustomerDetail>(`/api/customers/${customerId}/`, undefined, signal),
  });
}
