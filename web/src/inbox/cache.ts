import type { InfiniteData } from '@tanstack/react-query';

import type { UserTask, UserTaskDetail, UserTaskPage } from '../api/types';
import { queryClient } from '../app/queryClient';

type Part = Partial<UserTask>;

function inPage(page: UserTaskPage, id: string, part: Part): UserTaskPage {
  return { ...page, results: page.results.map((task) => (task.id === id ? { ...task, ...part } : task)) };
}

/** Show `part` of a task wherever the task is shown. */
export function patchUserTask(id: string, part: Part): void {
  queryClient.setQueryData<UserTaskDetail>(['user-task', id], (task) => task && { ...task, ...part });
  queryClient.setQueriesData<InfiniteData<UserTaskPage>>({ queryKey: ['user-tasks'] }, (data) =>
    data && { ...data, pages: data.pages.map((page) => inPage(page, id, part)) });
}

/** The task as it is shown just now, for undoing. */
export function shownUserTask(id: string): UserTaskDetail | undefined {
  return queryClient.getQueryData<UserTaskDetail>(['user-task', id]);
}

/** Fetch again whatever a change of this task may have altered. */
export async function refreshUserTask(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['user-task', id] }),
    queryClient.invalidateQueries({ queryKey: ['user-tasks'] }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ]);
}
