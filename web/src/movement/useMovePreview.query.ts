import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';

/** What going back would do; asked each time that a dialog opens, because it changes with every command. */
export function useMovePreview<T>(path: string, enabled: boolean) {
  return useQuery({
    queryKey: ['move-preview', path],
    queryFn: ({ signal }) => api.get<T>(path, undefined, signal),
    enabled,
    gcTime: 0,
    retry: false,
  });
}
