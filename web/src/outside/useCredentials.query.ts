import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';
import type { Page } from '../api/types';

export type Credential = components['schemas']['Credential'];

/** Every credential of a worker outside, the newest first. */
export function useCredentials() {
  return useQuery({
    queryKey: ['credentials'],
    queryFn: ({ signal }) => api.get<Page<Credential>>('/api/machine-credentials/', {}, signal),
  });
}
