import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { isRefusal } from '../api/Refusal';
import type { Me } from '../api/types';

// A session that ended shows itself on any call; `me` is the one place that the shell watches.
function noticeSessionEnd(error: unknown): void {
  if (isRefusal(error, 'not_authenticated')) queryClient.setQueryData(['me'], null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSessionEnd }),
  mutationCache: new MutationCache({ onError: noticeSessionEnd }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (times, error) => times < 2 && isRefusal(error, 'offline'),
    },
    mutations: { retry: false },
  },
});

/** Forget what the person before could see; the shell watches `me` itself, so that one is changed in place. */
export function becomePerson(me: Me | null): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'session' });
  queryClient.setQueryData(['me'], me);
}
