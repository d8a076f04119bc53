import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AskAccess } from '../access/AskAccess';
import '../access/access.css';
import { useExportRecords } from './useExportRecords.mutation';

/** Downloads the list as a workbook, after one has said what for. */
export function ExportRecords({ register, asked, sensitive }: { register: string; asked: Record<string, string>; sensitive: { name: string; label: string }[] }) {
  const { t } = useTranslation('registers');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const download = useExportRecords(register, asked);
  const start = () => download.mutate(reason, {
    onSuccess: () => setOpen(false),
    onError: (error) => void message.error(error.message),
  });
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setOpen(true)}>{t('export')}</Button>
      <Modal
        open={open} title={t('export')} okText={t('exportNow')} cancelText={t('app:cancel')} confirmLoading={download.isPending}
        okButtonProps={{ disabled: reason.trim() === '' }} onOk={start} onCancel={() => setOpen(false)}
      >
        <p className="soft">{t('exportHint')}</p>
        <p><AskAccess scope={{ kind: 'export', register, list_filter: new URLSearchParams(asked).toString() }} fields={sensitive} /> <span className="soft">{t('exportNeeds')}</span></p>
        <label htmlFor="export-reason">{t('exportReason')}</label>
        <Input.TextArea id="export-reason" rows={3} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Modal>
    </>
  );
}
