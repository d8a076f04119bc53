import { Alert, App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LoadingState } from '../components/LoadingState';
import { PreviewFacts } from './PreviewFacts';
import { ReasonField } from './ReasonField';
import type { MovePreview } from './shapes';
import { useMove } from './useMove.mutation';
import { useMovePreview } from './useMovePreview.query';
import './movement.css';

/** Take the own completion back, as long as nobody has begun what came of it. */
export function WithdrawDialog({ task, onClose }: { task: { id: string; name: string }; onClose: () => void }) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const path = `/api/user-tasks/${task.id}/withdraw/`;
  const preview = useMovePreview<MovePreview>(path, true);
  const move = useMove();
  const [reason, setReason] = useState('');
  const withdraw = (): void => move.mutate({ path, body: { reason: reason.trim() } }, {
    onSuccess: () => {
      void message.success(t('withdrawn', { name: task.name }));
      onClose();
    },
  });
  const error = preview.error ?? move.error;
  return (
    <Modal
      open title={t('withdrawTitle', { name: task.name })} okText={t('withdraw')} cancelText={t('app:back')} width={640}
      okButtonProps={{ disabled: !preview.data || !reason.trim(), loading: move.isPending }} onCancel={onClose} onOk={withdraw}
    >
      {preview.isPending && <LoadingState />}
      {preview.data && <PreviewFacts preview={preview.data} />}
      {preview.data && <ReasonField value={reason} onChange={setReason} />}
      {error && <Alert type="error" showIcon title={error.message} />}
    </Modal>
  );
}
