import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ProofPanel } from './ProofPanel';

/** Opens the proof of one event. */
export function ProofButton({ eventId }: { eventId: string }) {
  const { t } = useTranslation('audit');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" size="small" className="audit-choice" icon={<SafetyCertificateOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('proof.open')}
      </Button>
      <Modal open={open} title={t('proof.title', { id: eventId })} footer={null} width={720} destroyOnHidden onCancel={() => setOpen(false)}>
        <ProofPanel eventId={eventId} />
      </Modal>
    </>
  );
}
