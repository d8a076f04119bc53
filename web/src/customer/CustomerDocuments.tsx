import { FilePdfOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

import type { Document } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';

export function CustomerDocuments({ documents }: { documents: Document[] }) {
  const { t } = useTranslation('customer');
  if (documents.length === 0) return <EmptyState icon={<FilePdfOutlined />} title={t('noDocuments')} />;
  return (
    <ul className="panel customer-cards">
      {documents.map((document) => (
        <li key={document.id}>
          <a href={document.url} target="_blank" rel="noreferrer">
            <strong>{document.title}</strong>
            <small className="num">{document.number} · {formatDateTime(document.created_at)}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
