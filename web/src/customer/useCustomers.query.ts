import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Customer, Page } from '../api/types';

/** Customers whose name, pinyin, phone, address or number contains `q`. */
export function useCustomers({ q, category, enabled = true }: { q: string; category: string; enabled?: boolean }) {
  return useInfiniteQuery({
    queryKey: ['customers', { q, category }],
    enabled,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? api.get<Page<Customer>>(pageParam, undefined, signal)
        : api.get<Page<Customer>>('/api/customers/', { q, category }, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
