import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { isRefusal } from '../api/Refusal';

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
