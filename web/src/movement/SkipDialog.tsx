import { Alert, App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { OpenWork } from '../api/types';
import { ReasonField } from './ReasonField';
import { useMove } from './useMove.mutation';

/** Operators: count an open piece of work as done without anybody doing it. */
export function SkipDialog({ instanceId, work, onClose }: { instanceId: string; work: OpenWork; onClose: () => void }) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const move = useMove();
  const [reason, setReason] = useState('');
  const name = work.name || work.element_id;
  const skip = (): void => {
    const body = { work_id: work.work_id, reason: reason.trim() };
    move.mutate({ path: `/api/process-instances/${instanceId}/skip/`, body }, {
      onSuccess: () => {
        void message.success(t('skipped', { name }));
        onClose();
      },
    });
  };
  return (
    <Modal
      open title={t('skipTitle', { name })} okText={t('skip')} cancelText={t('app:back')} onCancel={onClose} onOk={skip}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: move.isPending }}
    >
      <p>{t('skipHint')}</p>
      <ReasonField value={reason} onChange={setReason} />
      {move.error && <Alert type="error" showIcon title={move.error.message} />}
    </Modal>
  );
}
