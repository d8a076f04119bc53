import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';

interface Writing { method: 'post' | 'put' | 'delete'; path: string; body?: unknown }

/** Writes to the rights' API; every list of rights and the person's own are read again. */
export function useWrite<T>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Writing): Promise<T> => {
      if (method === 'delete') {
        await api.delete(path);
        return undefined as T;
      }
      return method === 'put' ? api.put<T>(path, body ?? {}) : api.post<T>(path, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['rights'] });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
}
