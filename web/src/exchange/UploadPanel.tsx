import { InboxOutlined } from '@ant-design/icons';
import { Alert, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { ExportButton } from '../repair/ExportButton';
import { Layouts } from './Layouts';
import type { ImportKind } from './shapes';
import { useUploadImport } from './useUploadImport.mutation';

const LARGEST = 20_000_000;

/** Choose the kind, give the file: it is checked at once, and nothing is changed by that. */
export function UploadPanel({ kinds }: { kinds: ImportKind[] }) {
  const { t } = useTranslation('exchange');
  const go = useNavigate();
  const [key, setKey] = useState(kinds[0]?.key);
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useUploadImport();
  const kind = kinds.find((one) => one.key === key);
  if (!kind) return null;
  const send = (file: File): void => {
    setTooLarge(file.size > LARGEST);
    if (file.size <= LARGEST) upload.mutate({ kind: kind.key, file }, { onSuccess: ({ id, known }) => void go(`/imports/${id}`, { state: { known } }) });
  };
  return (
    <section className="panel panel-pad exchange-upload" aria-label={t('upload.title')}>
      <div className="exchange-acts">
        <label htmlFor="import-kind">{t('upload.kind')}</label>
        <Select id="import-kind" value={kind.key} onChange={setKey} style={{ minWidth: 220 }} options={kinds.map(({ key: value, label }) => ({ value, label }))} />
        {kind.template && <ExportButton path={`/api/imports/kinds/${kind.key}/template/`} name={`${kind.key}.csv`} label={t('upload.template')} />}
      </div>
      <Upload.Dragger
        accept=".csv,.txt,.xlsx" maxCount={1} showUploadList={false} disabled={upload.isPending}
        beforeUpload={(file) => { send(file); return false; }}
      >
        <p className="ant-upload-drag-icon" aria-hidden><InboxOutlined /></p>
        <p>{upload.isPending ? t('upload.checking') : t('upload.drop')}</p>
        <p className="soft">{t('upload.hint')}</p>
      </Upload.Dragger>
      {tooLarge && <Alert type="error" showIcon title={t('upload.tooLarge')} />}
      {upload.error && <Alert type="error" showIcon title={upload.error.message} />}
      <Layouts kind={kind} />
    </section>
  );
}
