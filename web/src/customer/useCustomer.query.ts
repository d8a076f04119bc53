import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { CustomerDetail } from '../api/types';

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => api.get<CustomerDetail>(`/api/customers/${id}/`, undefined, signal),
  });
}
