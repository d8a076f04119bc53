import { FlagOutlined, RollbackOutlined, UndoOutlined, UserAddOutlined, UserSwitchOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { AddSignerDialog } from './AddSignerDialog';
import { AssignDialog } from './AssignDialog';
import { GoBackDialog } from './GoBackDialog';
import { PriorityDialog } from './PriorityDialog';
import { WithdrawDialog } from './WithdrawDialog';

type Opened = 'return' | 'withdraw' | 'assign' | 'signer' | 'priority' | null;

/** Return it, hand it on, or take the own completion back. */
export function TaskMoves({ task, busy, onReturned }: { task: UserTaskDetail; busy: boolean; onReturned: () => void }) {
  const { t } = useTranslation('movement');
  const [opened, setOpened] = useState<Opened>(null);
  const close = (): void => setOpened(null);
  return (
    <>
      {task.may.prioritize && <Button icon={<FlagOutlined />} disabled={busy} onClick={() => setOpened('priority')}>{t('priority.button')}</Button>}
      {task.may.add_signer && <Button icon={<UserAddOutlined />} disabled={busy} onClick={() => setOpened('signer')}>{t('signer.add')}</Button>}
      {task.may.assign && <Button icon={<UserSwitchOutlined />} disabled={busy} onClick={() => setOpened('assign')}>{t('assign')}</Button>}
      {task.may.return && !task.may.claim && <Button icon={<RollbackOutlined />} disabled={busy} onClick={() => setOpened('return')}>{t('returnButton')}</Button>}
      {task.may.withdraw && <Button icon={<UndoOutlined />} onClick={() => setOpened('withdraw')}>{t('withdraw')}</Button>}
      {opened === 'assign' && <AssignDialog task={task} onClose={close} />}
      {opened === 'signer' && <AddSignerDialog task={task} onClose={close} />}
      {opened === 'priority' && (
        <PriorityDialog
          path={`/api/user-tasks/${task.id}/priority/`} title={t('priority.taskTitle', { name: task.name })} hint={t('priority.taskHint')}
          now={task.priority} onClose={close}
        />
      )}
      {opened === 'withdraw' && <WithdrawDialog task={task} onClose={close} />}
      {opened === 'return' && (
        <GoBackDialog
          path={`/api/user-tasks/${task.id}/return/`} title={t('returnTitle', { name: task.name })} okText={t('return')}
          onDone={onReturned} onClose={close}
        />
      )}
    </>
  );
}
