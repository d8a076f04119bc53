import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

/** How many notifications wait to be read. */
export function useUnread() {
  return useQuery({
    queryKey: ['unread'],
    queryFn: ({ signal }) => api.get<components['schemas']['UnreadNotifications']>('/api/notifications/unread/', {}, signal),
  });
}
