import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

/** Customers on file with the same name, licence or phone. */
export function useSimilarCustomers(asked: { name: string; licence_no: string; phone: string }) {
  return useQuery({
    queryKey: ['similar-customers', asked],
    queryFn: ({ signal }) =>
      api.get<components['schemas']['SimilarCustomer'][]>('/api/change-requests/similar/', asked, signal),
    enabled: Boolean(asked.name || asked.licence_no || asked.phone),
  });
}
