import { Alert, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Standing, useStanding } from './useStanding.mutation';

interface ReasonDialogProps { path: string; standing: Standing; name: string; onClose: () => void }

/** Asks why before an instance or a definition is suspended, resumed, held or released. */
export function ReasonDialog({ path, standing, name, onClose }: ReasonDialogProps) {
  const { t } = useTranslation('repair');
  const id = useId();
  const [reason, setReason] = useState('');
  const act = useStanding();
  const of = path.includes('process-definitions') ? 'definition' : 'instance';
  return (
    <Modal
      open title={t(`standing.title.${standing}`, { name })} okText={t(`standing.${standing}`)} cancelText={t('app:back')}
      okButtonProps={{ disabled: !reason.trim(), loading: act.isPending }} onCancel={onClose}
      onOk={() => act.mutate({ path: `${path}${standing}/`, reason: reason.trim() }, { onSuccess: onClose })}
    >
      <p>{t(`standing.hint.${of}.${standing}`)}</p>
      <label className="field-label" htmlFor={id}>{t('reason')}</label>
      <Input.TextArea id={id} rows={3} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} />
      {act.error && <Alert type="error" showIcon title={act.error.message} />}
    </Modal>
  );
}
