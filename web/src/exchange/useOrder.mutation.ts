import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';

/** Posts an order of one of these pages; its list is asked again. */
export function useOrder<Body, Answer>(path: string, list: string) {
  return useMutation({
    mutationFn: (body: Body) => api.post<Answer>(path, body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['repair', list] }),
  });
}
