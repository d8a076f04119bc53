import { Alert, App, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { useAssignUserTask } from './useAssignUserTask.mutation';

/** Hand the task to a colleague who may do it. */
export function AssignDialog({ task, onClose }: { task: UserTaskDetail; onClose: () => void }) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const assign = useAssignUserTask();
  const id = useId();
  const [username, setUsername] = useState<string>();
  const people = task.candidates.filter((one) => one.username !== task.assignee?.username);
  const options = people.map((one) => ({ value: one.username, label: `${one.full_name} · ${one.username}` }));
  const hand = (): void => {
    if (!username) return;
    assign.mutate({ userTaskId: task.id, username }, {
      onSuccess: (given) => {
        void message.success(t('assigned', { name: given.assignee?.full_name ?? username }));
        onClose();
      },
    });
  };
  return (
    <Modal
      open title={t('assignTitle', { name: task.name })} okText={t('assign')} cancelText={t('app:back')}
      okButtonProps={{ disabled: !username, loading: assign.isPending }} onCancel={onClose} onOk={hand}
    >
      <label className="field-label" htmlFor={id}>{t('assignTo')}</label>
      <Select
        id={id} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} options={options} value={username} onChange={setUsername}
        placeholder={t('assignHint')} notFoundContent={t('nobody')}
      />
      {assign.error && <Alert type="error" showIcon title={assign.error.message} />}
    </Modal>
  );
}
