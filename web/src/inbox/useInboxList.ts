import { useMemo } from 'react';

import type { UserTask, UserTaskCounts } from '../api/types';
import { queryClient } from '../app/queryClient';
import { useTopic } from '../app/useTopic';
import type { Filters } from './filters';
import { mergeFresh } from './merge';
import { freshKey, useFreshUserTasks } from './useFreshUserTasks.query';
import { useUserTasks } from './useUserTasks.query';

export interface InboxList {
  rows: UserTask[];
  waiting: number;
  counts: UserTaskCounts | undefined;
  loading: boolean;
  error: Error | null;
  more: (() => void) | null;
  loadingMore: boolean;
  showWaiting: () => void;
}

/** The inbox's rows as they stand, and how many new ones wait to be shown. */
export function useInboxList(filters: Filters, openId: string | null): InboxList {
  const list = useUserTasks(filters);
  const fresh = useFreshUserTasks(filters);
  useTopic('inbox', () => void fresh.refetch());
  const pages = list.data?.pages;
  const newer = fresh.data && fresh.dataUpdatedAt > list.dataUpdatedAt ? fresh.data : undefined;
  const { rows, waiting } = useMemo(() => {
    const shown = (pages ?? []).flatMap((page) => page.results);
    if (!newer) return { rows: shown, waiting: 0 };
    return mergeFresh({ shown, fresh: newer.results, whole: newer.next === null, keep: openId });
  }, [pages, newer, openId]);

  return {
    rows,
    waiting,
    counts: newer?.counts ?? pages?.[0]?.counts,
    loading: list.isPending,
    error: list.error,
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    loadingMore: list.isFetchingNextPage,
    showWaiting: () => {
      queryClient.removeQueries({ queryKey: freshKey(filters) });
      void list.refetch();
    },
  };
}
