import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { components } from '../api/schema';
import type { Page } from '../api/types';

export type Notification = components['schemas']['Notification'];

/** This person's notifications, the newest first, page after page. */
export function useNotifications(unread: boolean) {
  return useInfiniteQuery({
    queryKey: ['notifications', unread],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Notification>>('/api/notifications/', { cursor: pageParam, ...(unread ? { unread: 'true' } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.next ? new URL(pathOf(last.next), location.origin).searchParams.get('cursor') : null),
  });
}
