import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { UserTaskPage } from '../api/types';
import { paramsOf, queryOf, type Filters } from './filters';

export function userTasksKey(filters: Filters) {
  return ['user-tasks', queryOf(filters)] as const;
}

/** The inbox's list, page by page. Pushed changes come through `useFreshUserTasks`, so that no row jumps. */
export function useUserTasks(filters: Filters) {
  return useInfiniteQuery({
    queryKey: userTasksKey(filters),
    initialPageParam: null as string | null,
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? api.get<UserTaskPage>(pageParam, undefined, signal)
        : api.get<UserTaskPage>('/api/user-tasks/', paramsOf(filters), signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
