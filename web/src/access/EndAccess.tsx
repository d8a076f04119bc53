import { Alert, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AccessGrant } from './types';
import { useEndAccess } from './useEndAccess.mutation';

/** Asks why before a grant is ended early. */
export function EndAccess({ grant, onClose }: { grant: AccessGrant; onClose: () => void }) {
  const { t } = useTranslation('access');
  const id = useId();
  const [reason, setReason] = useState('');
  const end = useEndAccess(grant.id);
  return (
    <Modal
      open title={t('end.title', { holder: grant.holder })} okText={t('end.act')} cancelText={t('app:back')}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: end.isPending }} onCancel={onClose}
      onOk={() => end.mutate({ reason: reason.trim() }, { onSuccess: onClose })}
    >
      <p className="soft">{t('end.hint')}</p>
      <label className="field-label" htmlFor={id}>{t('end.reason')}</label>
      <Input.TextArea id={id} rows={3} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      {end.error && <Alert type="error" showIcon title={end.error.message} />}
    </Modal>
  );
}
