import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProcessInstance } from '../api/types';
import { useCancelProcessInstance } from './useCancelProcessInstance.mutation';

/** Asks why before an instance is canceled; there is no way back. */
export function CancelDialog({ instance, open, onClose }: { instance: ProcessInstance; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('instance');
  const cancel = useCancelProcessInstance();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open={open} title={t('cancelTitle', { key: instance.business_key })} okText={t('cancel')} cancelText={t('app:back')}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: cancel.isPending }} onCancel={onClose}
      onOk={() => cancel.mutate({ id: instance.id, reason: reason.trim() }, { onSuccess: onClose })}
    >
      <p>{t('cancelHint')}</p>
      <label className="field-label" htmlFor="cancel-reason">{t('cancelReason')}</label>
      <Input.TextArea id="cancel-reason" rows={3} value={reason} onChange={({ target }) => setReason(target.value)} />
      {cancel.error && <Alert type="error" showIcon title={cancel.error.message} />}
    </Modal>
  );
}
