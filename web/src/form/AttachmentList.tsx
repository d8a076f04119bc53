import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { formatSize } from './fileRules';
import { useAttachments } from './useAttachments.query';

/** Uploaded files by name, each a link to its content. */
export function AttachmentList({ ids, onRemove }: { ids: string[]; onRemove?: (id: string) => void }) {
  const { t } = useTranslation('form');
  const attachments = useAttachments(ids);
  if (ids.length === 0) return onRemove ? null : <p className="read-value">{t('upload.none')}</p>;
  return (
    <ul className="files">
      {attachments.map(({ data, isError }, index) => {
        const id = ids[index];
        const name = data?.name ?? (isError ? t('upload.unavailable') : '…');
        return (
          <li key={id} className="file">
            <PaperClipOutlined aria-hidden />
            <a className="file-name" href={data?.url ?? `/api/attachments/${id}/content/`} target="_blank" rel="noreferrer">{name}</a>
            {data && <span className="soft num">{formatSize(data.size)}</span>}
            {onRemove && (
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('upload.remove', { name })} onClick={() => onRemove(id)} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
