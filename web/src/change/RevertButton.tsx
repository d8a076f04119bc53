import { UndoOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { usePropose } from './usePropose.mutation';

/** Beside a change in a record's history: asks for the opposite, as a request of its own. */
export function RevertButton({ requestId }: { requestId: string }) {
  const { t } = useTranslation('change');
  const { message } = App.useApp();
  const { data: me } = useMe();
  const propose = usePropose(`/api/change-requests/${requestId}/revert/`);
  const [open, show] = useState(false);
  const [reason, say] = useState('');
  if (!me?.may.propose_changes) return null;
  const send = (): void => propose.mutate({ reason: reason.trim() }, {
    onSuccess: ({ business_key }) => { show(false); void message.success(t('proposed', { key: business_key })); },
    onError: (error) => void message.error(error.message),
  });
  return (
    <>
      <Button size="small" type="link" icon={<UndoOutlined aria-hidden />} onClick={() => show(true)}>{t('revert')}</Button>
      <Modal open={open} title={t('revert')} okText={t('revert_send')} cancelText={t('app:cancel')} confirmLoading={propose.isPending} okButtonProps={{ disabled: reason.trim() === '' }} onOk={send} onCancel={() => show(false)}>
        <p className="soft">{t('revert_hint')}</p>
        <label htmlFor="revert-reason">{t('reason')}</label>
        <Input.TextArea id="revert-reason" rows={3} maxLength={500} value={reason} onChange={({ target }) => say(target.value)} />
      </Modal>
    </>
  );
}
