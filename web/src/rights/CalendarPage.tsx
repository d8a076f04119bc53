import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { AdminTabs } from './AdminTabs';
import { CalendarImport } from './CalendarImport';
import { MonthTable } from './MonthTable';
import './rights.css';
import type { CalendarYear } from './shapes';
import { useRead } from './useRead.query';

/** A year of the working calendar, and the import of a new one. */
export function Component() {
  const { t } = useTranslation('rights');
  const [year, setYear] = useQueryState('year');
  const { data: me } = useMe();
  const { data, error, refetch } = useRead<CalendarYear>('/api/calendar/', { year });
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const unusual = new Map(data.days.map((day) => [day.day, day]));
  return (
    <div className="page page-wide">
      {me?.may.administer && <AdminTabs />}
      <PageHead
        title={t('calendar.title', { year: data.year })}
        sub={`${data.title} · ${t('calendar.working', { count: data.working_days })} · ${data.hours.map((pair) => pair.join('–')).join(' ')}`}
        actions={<><Button onClick={() => setYear(String(data.year - 1))}>{data.year - 1}</Button><Button onClick={() => setYear(String(data.year + 1))}>{data.year + 1}</Button></>}
      />
      {me?.may.administer && <CalendarImport />}
      {!data.years.includes(data.year) && <p className="soft rights-section">{t('calendar.unknown')}</p>}
      <div className="year rights-section">
        {Array.from({ length: 12 }, (_, month) => <MonthTable key={month} year={data.year} month={month} unusual={unusual} />)}
      </div>
    </div>
  );
}
