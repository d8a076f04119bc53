import { DownloadOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { withParams } from '../api/client';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { MonthChart } from './MonthChart';
import { MonthTable } from './MonthTable';
import './reports.css';
import { useReport } from './useReport.query';

/** One month of a process as chart and table, with the way to take it out. */
export function Component() {
  const { t } = useTranslation('reports');
  const { reportKey = '' } = useParams<'reportKey'>();
  const [month, setMonth] = useQueryState('month');
  const { data: report, error, refetch } = useReport(reportKey, month);
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!report) return <LoadingState />;
  const exported = (format: string): string => withParams(`/api/reports/${reportKey}/export/`, { month: report.month, format });
  return (
    <div className="page page-wide">
      <PageHead
        title={report.title} sub={report.about}
        actions={(['csv', 'xlsx'] as const).map((format) => <Button key={format} icon={<DownloadOutlined aria-hidden />} href={exported(format)}>{format.toUpperCase()}</Button>)}
      />
      <div className="toolbar">
        <label htmlFor="report-month">{t('month')}</label>
        <Input id="report-month" type="month" className="report-month" value={month || report.month} onChange={({ target }) => setMonth(target.value)} />
      </div>
      {report.rows.length === 0 ? <p className="panel report-empty">{t('empty')}</p> : (
        <>
          <MonthChart report={report} />
          <MonthTable report={report} />
        </>
      )}
    </div>
  );
}
