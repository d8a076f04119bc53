import { CloseOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { formatSize } from '../form/fileRules';
import { usePublicUpload, type PublicUpload } from './usePublicUpload.mutation';

const LARGEST = 10 * 1024 * 1024;
const MOST = 10;
const TYPES = ['application/pdf', 'image/jpeg', 'image/png'];

interface PaperUploadsProps {
  label: string;
  hint: string;
  files: PublicUpload[];
  onChange: (change: (files: PublicUpload[]) => PublicUpload[]) => void;
}

/** Papers and photos of somebody without a log-in: checked before they are sent, and again by the server. */
export function PaperUploads({ label, hint, files, onChange }: PaperUploadsProps) {
  const { t } = useTranslation('apply');
  const upload = usePublicUpload();
  const [wrong, setWrong] = useState<string | null>(null);
  const problem = (file: File): string | null => {
    if (file.size > LARGEST) return t('files.tooLarge', { name: file.name });
    if (file.type && !TYPES.includes(file.type)) return t('files.wrongType', { name: file.name });
    return files.length >= MOST ? t('files.tooMany', { count: MOST }) : null;
  };
  const send = (file: File): void => {
    const found = problem(file);
    setWrong(found);
    if (!found) upload.mutate(file, { onSuccess: (saved) => onChange((before) => [...before, saved]), onError: (error) => setWrong(error.message) });
  };
  return (
    <section className="apply-files" aria-label={label}>
      <p><strong>{label}</strong><br /><span className="soft">{hint}</span></p>
      <Upload accept=".pdf,.jpg,.jpeg,.png" showUploadList={false} disabled={upload.isPending || files.length >= MOST} beforeUpload={(file) => { send(file); return false; }}>
        <Button icon={<UploadOutlined aria-hidden />} loading={upload.isPending}>{t('files.add')}</Button>
      </Upload>
      {wrong && <Alert type="error" showIcon title={wrong} />}
      <ul aria-live="polite">
        {files.map((file) => (
          <li key={file.id}>
            {file.name} <span className="soft">{formatSize(file.size)}</span>
            <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('files.remove', { name: file.name })} onClick={() => onChange((before) => before.filter(({ id }) => id !== file.id))} />
          </li>
        ))}
      </ul>
    </section>
  );
}
