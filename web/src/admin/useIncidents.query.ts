import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Incident, Page } from '../api/types';

export interface OpenIncident extends Incident {
  instance?: { id: string; business_key: string };
  element_name?: string;
}

/** One page of the open incidents, the newest first. */
export function useIncidents(cursor: string | null, q: string) {
  return useQuery({
    queryKey: ['incidents', cursor, q],
    queryFn: ({ signal }) => api.get<Page<OpenIncident>>('/api/incidents/', { cursor, q }, signal),
  });
}
