import { PaperClipOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { formatSize } from '../form/fileRules';
import { useInstanceAttachments } from './useInstanceAttachments.query';

/** The files that people have handed in. */
export function AttachmentsTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const { data, error, refetch } = useInstanceAttachments(instanceId);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (data.length === 0) return <EmptyState icon={<PaperClipOutlined />} title={t('noAttachments')} />;
  return (
    <ul className="panel papers" aria-label={t('tab.attachments')}>
      {data.map((attachment) => (
        <li key={attachment.id}>
          <PaperClipOutlined className="papers-icon" aria-hidden />
          <div>
            <a href={attachment.url} target="_blank" rel="noreferrer">{attachment.name}</a>
            <small className="soft num">{[formatSize(attachment.size), attachment.uploaded_by?.full_name, formatDateTime(attachment.uploaded_at)].filter(Boolean).join(' · ')}</small>
            <small className="digest" title="SHA-256">SHA-256 {attachment.sha256}</small>
          </div>
        </li>
      ))}
    </ul>
  );
}
