import { CloseOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Uploads } from './useUploads';

export function UploadRows({ uploads }: { uploads: Uploads }) {
  const { t } = useTranslation('form');
  return (
    <ul className="files" aria-live="polite">
      {uploads.rows.map((row) => (
        <li key={row.key} className={row.problem ? 'file file-wrong' : 'file'}>
          <span className="file-name">{row.problem ?? row.file.name}</span>
          {!row.problem && <Progress percent={row.percent} size="small" className="file-progress" aria-label={t('upload.uploading', { name: row.file.name })} />}
          {row.retriable && (
            <Button type="text" size="small" icon={<ReloadOutlined />} aria-label={t('upload.retry', { name: row.file.name })} onClick={() => uploads.retry(row)} />
          )}
          {row.problem && (
            <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('upload.remove', { name: row.file.name })} onClick={() => uploads.drop(row)} />
          )}
        </li>
      ))}
    </ul>
  );
}
