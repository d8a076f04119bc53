import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { UserTaskPage } from '../api/types';
import { paramsOf, queryOf, type Filters } from './filters';

export function freshKey(filters: Filters) {
  return ['user-tasks-fresh', queryOf(filters)] as const;
}

/** The list's first page as it is now; fetched only when the server says that the inbox changed. */
export function useFreshUserTasks(filters: Filters) {
  return useQuery({
    queryKey: freshKey(filters),
    enabled: false,
    queryFn: ({ signal }) => api.get<UserTaskPage>('/api/user-tasks/', paramsOf(filters), signal),
  });
}
