import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTask } from '../api/types';
import { useTopic } from '../app/useTopic';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { queryClient } from '../app/queryClient';
import { DetailBar } from './DetailBar';
import { loadTaskView } from './loadTaskView';
import { useUserTask } from './useUserTask.query';
import { useUserTaskForm } from './useUserTaskForm.query';

// The form is half of the page's weight, and the list does not need it.
const TaskView = lazy(loadTaskView);

interface Props { userTaskId: string; onClose: () => void; onCompleted: (next: UserTask | undefined) => void }

/** One task with its form, fetched; what is typed stays when the task changes on the server. */
export function TaskDetail({ userTaskId, onClose, onCompleted }: Props) {
  const { t } = useTranslation('inbox');
  const { data: task, error, refetch } = useUserTask(userTaskId);
  const form = useUserTaskForm(userTaskId);
  useTopic('inbox', () => void queryClient.invalidateQueries({ queryKey: ['user-task', userTaskId] }));
  const failure = error ?? (form.data ? null : form.error);
  const retry = (): void => {
    void refetch();
    void form.refetch();
  };
  return (
    <section className="detail" aria-label={t('detail')}>
      <DetailBar task={task} onClose={onClose} />
      {failure && !task && <FailedState error={failure} onRetry={retry} />}
      {task && form.error && !form.data && <FailedState error={form.error} onRetry={retry} />}
      {!failure && !(task && form.data) && <LoadingState />}
      {task && form.data && (
        <Suspense fallback={<LoadingState />}>
          <TaskView key={JSON.stringify(form.data.rights)} task={task} form={form.data} onCompleted={onCompleted} />
        </Suspense>
      )}
    </section>
  );
}
