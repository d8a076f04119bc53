import { FilePdfOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { formatSize } from '../form/fileRules';
import { useDocuments } from './useDocuments.query';

/** The papers that the process has issued. */
export function DocumentsTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const { data, error, refetch } = useDocuments(instanceId);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (data.length === 0) return <EmptyState icon={<FilePdfOutlined />} title={t('noDocuments')} hint={t('noDocumentsHint')} />;
  return (
    <ul className="panel papers" aria-label={t('tab.documents')}>
      {data.map((document) => (
        <li key={document.id}>
          <FilePdfOutlined className="papers-icon" aria-hidden />
          <div>
            <a href={document.url} target="_blank" rel="noreferrer">{document.title}</a>
            <small className="soft num">{[document.number, formatDateTime(document.created_at), document.created_by?.full_name, formatSize(document.size)].filter(Boolean).join(' · ')}</small>
            <small className="digest" title="SHA-256">SHA-256 {document.sha256}</small>
          </div>
        </li>
      ))}
    </ul>
  );
}
