import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Form, UserTaskDetail } from '../api/types';
import { queryClient } from '../app/queryClient';
import { DraftState } from '../form/DraftState';
import { OutcomeButtons } from '../form/OutcomeButtons';
import type { Draft } from '../form/useDraft';
import { useDiscardDraft } from '../form/useDiscardDraft.mutation';
import { TaskMoves } from '../movement/TaskMoves';
import { useClaimUserTask } from './useClaimUserTask.mutation';
import { useUnclaimUserTask } from './useUnclaimUserTask.mutation';

interface Props { task: UserTaskDetail; form: Form; draft: Draft; busy: boolean; onSubmit: (outcome: string | null) => void }

/** The bar at the detail's foot: claim it, or decide it. */
export function TaskActions({ task, form, draft, busy, onSubmit }: Props) {
  const { t } = useTranslation('inbox');
  const { message } = App.useApp();
  const claim = useClaimUserTask();
  const unclaim = useUnclaimUserTask();
  const discard = useDiscardDraft();
  const { may } = task;
  const mayWork = may.complete && !may.claim;
  if (!Object.values(may).some(Boolean)) return null;
  const say = (error: Error): void => void message.error(error.message, 6);
  const take = (): void => claim.mutate(task.id, {
    onSuccess: () => {
      void message.success(t('claimed'));
      void queryClient.invalidateQueries({ queryKey: ['user-task-form', task.id] });
    },
    onError: say,
  });
  const giveBack = (): void => {
    draft.forget();
    unclaim.mutate(task.id, { onSuccess: () => void message.success(t('unclaimed')), onError: say });
  };
  return (
    <footer className="actions" role="group" aria-label={t('actions')}>
      <DraftState draft={draft} />
      {mayWork && draft.state === 'saved' && (
        <Button type="link" size="small" loading={discard.isPending} onClick={() => { draft.forget(); discard.mutate(task.id, { onError: say }); }}>
          {t('form:draft.discard')}
        </Button>
      )}
      <span className="actions-space" />
      <TaskMoves task={task} busy={busy} onReturned={() => draft.forget()} />
      {may.unclaim && <Button loading={unclaim.isPending} disabled={busy} onClick={giveBack}>{t('unclaim')}</Button>}
      {may.claim && <Button type="primary" loading={claim.isPending} onClick={take}>{t('claim')}</Button>}
      {mayWork && <OutcomeButtons form={form} busy={busy} onSubmit={onSubmit} />}
    </footer>
  );
}
