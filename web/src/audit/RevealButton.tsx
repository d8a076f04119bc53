import { EyeOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { LedgerChange } from './changeValues';
import { useRevealChange } from './useRevealChange.mutation';

interface RevealButtonProps {
  eventId: string;
  onShown: (change: LedgerChange) => void;
}

/** Asks what for, then shows the sealed values of one event. */
export function RevealButton({ eventId, onShown }: RevealButtonProps) {
  const { t } = useTranslation('audit');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const reveal = useRevealChange(eventId);
  const show = () => reveal.mutate(reason.trim(), { onSuccess: (change) => { setOpen(false); onShown(change); } });
  return (
    <>
      <Button type="link" size="small" className="audit-choice" icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>{t('reveal.open')}</Button>
      <Modal
        open={open} title={t('reveal.title')} okText={t('reveal.show')} destroyOnHidden
        okButtonProps={{ disabled: !reason.trim(), loading: reveal.isPending }} onOk={show} onCancel={() => setOpen(false)}
      >
        <label htmlFor={`why-${eventId}`}>{t('reveal.why')}</label>
        <Input id={`why-${eventId}`} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} onPressEnter={reason.trim() ? show : undefined} />
        {reveal.error && <Alert type="error" showIcon title={reveal.error.message} />}
      </Modal>
    </>
  );
}
