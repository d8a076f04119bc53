import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { becomePerson } from './queryClient';

export function useLogOut() {
  return useMutation({
    mutationFn: () => api.delete('/api/session/'),
    onSuccess: () => becomePerson(null),
  });
}
