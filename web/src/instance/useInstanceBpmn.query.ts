import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';

/** The diagram of the version that the instance runs. */
export function useInstanceBpmn(id: string) {
  return useQuery({
    queryKey: ['instance', id, 'bpmn'],
    staleTime: 10 * 60_000,
    queryFn: () => api.text(`/api/process-instances/${id}/bpmn/`),
  });
}
