import { useState } from 'react';
import { CheckCircleOutlined, RedoOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { pathOf } from '../api/paths';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { ToneTag } from '../components/ToneTag';
import './admin.css';
import { RetryDialog } from './RetryDialog';
import { type OpenIncident, useIncidents } from './useIncidents.query';

/** The technical failures that wait for an operator, each to be tried again with a reason. */
export function Component() {
  const { t } = useTranslation('admin');
  const [query, setQuery] = useSearchParams();
  const [retrying, setRetrying] = useState<OpenIncident | null>(null);
  const { data, error, refetch } = useIncidents(query.get('cursor'), query.get('q') ?? '');
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const next = data.next ? new URL(pathOf(data.next), location.origin).searchParams.get('cursor') : null;
  return (
    <div className="page page-wide">
      <PageHead title={t('incidents.title')} sub={t('incidents.sub')} actions={<><Link to="/admin/outbox">{t('outside:outbox')}</Link><Link to="/admin/credentials">{t('outside:credentials')}</Link></>} />
      {data.results.length === 0 && (
        <div className="panel"><EmptyState icon={<CheckCircleOutlined aria-hidden />} title={t('incidents.none')} hint={t('incidents.noneHint')} /></div>
      )}
      {data.results.length > 0 && (
        <ul className="panel incident-list" aria-label={t('incidents.title')}>
          {data.results.map((incident) => (
            <li key={incident.id}>
              <div className="incident-what">
                <p>
                  <ToneTag tone="bad">{incident.code}</ToneTag>{' '}
                  <strong>{incident.element_name || incident.element_id}</strong>{' '}
                  {incident.instance && <Link to={`/i/${incident.instance.id}`}>{incident.instance.business_key || incident.instance.id}</Link>}
                </p>
                <p className="incident-message">{incident.message}</p>
                <p className="soft num">{formatDateTime(incident.created_at)} · {t('incidents.attempts', { count: incident.attempts })}</p>
              </div>
              <Button icon={<RedoOutlined aria-hidden />} onClick={() => setRetrying(incident)}>{t('incidents.retry')}</Button>
            </li>
          ))}
        </ul>
      )}
      {next && <Button block type="text" onClick={() => setQuery({ cursor: next })}>{t('incidents.older')}</Button>}
      {retrying && <RetryDialog incident={retrying} onClose={() => setRetrying(null)} />}
    </div>
  );
}
