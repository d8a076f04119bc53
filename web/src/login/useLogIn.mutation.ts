import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Me } from '../api/types';
import { becomePerson } from '../app/queryClient';

export function useLogIn() {
  return useMutation({
    mutationFn: (credentials: { username: string; password: string }) => api.post<Me>('/api/session/', credentials),
    onSuccess: becomePerson,
  });
}
