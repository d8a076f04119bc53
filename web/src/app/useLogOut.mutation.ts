import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from './queryClient';

export function useLogOut() {
  return useMutation({
    mutationFn: () => api.delete('/api/session/'),
    onSuccess: () => {
      queryClient.clear();
      queryClient.setQueryData(['me'], null);
    },
  });
}
