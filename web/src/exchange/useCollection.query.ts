import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Collection } from './shapes';

/** One collection file. */
export function useCollection(id: string) {
  const path = `/api/collections/${id}/`;
  return useQuery({ queryKey: ['repair', path], queryFn: ({ signal }) => api.get<Collection>(path, undefined, signal) });
}
