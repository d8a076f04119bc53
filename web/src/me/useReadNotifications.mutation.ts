import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';

/** Marks notifications as read: those named, or all. */
export function useReadNotifications() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) => api.post('/api/notifications/read/', ids ? { ids } : {}),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['unread'] });
      void client.invalidateQueries({ queryKey: ['notifications'] });
    },
  });
}
