import { BarChartOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { useReports } from './useReports.query';
import './reports.css';

/** The monthly tables, each with what it tells. */
export function Component() {
  const { t } = useTranslation('reports');
  const { data: reports, error, refetch } = useReports();
  return (
    <div className="page">
      <PageHead title={t('title')} sub={t('sub')} />
      {error && !reports && <FailedState error={error} onRetry={() => void refetch()} />}
      {!reports && !error && <LoadingState />}
      {reports?.length === 0 && <EmptyState icon={<BarChartOutlined />} title={t('none')} />}
      {reports && reports.length > 0 && (
        <ul className="panel report-list">
          {reports.map((report) => (
            <li key={report.key}>
              <Link to={`/reports/${report.key}`}>{report.title}</Link>
              <small className="soft">{report.about}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
