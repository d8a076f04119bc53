import { Alert, Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { CustomerFields } from '../customer/CustomerFields';
import { useRecord } from './useRecord.query';

function Past({ register, id, at }: { register: string; id: string; at: string }) {
  const { t } = useTranslation('registers');
  const { data: record, error, refetch } = useRecord(register, id, at);
  if (error && !record) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!record) return <LoadingState />;
  if (!record.existed) return <EmptyState title={t('asOfNone', { at })} hint={t('asOfNoneHint')} />;
  return (
    <>
      <Alert className="as-of-hint" type="info" showIcon title={t('asOfHint', { at })} />
      <CustomerFields fields={record.fields} register={register} id={id} />
    </>
  );
}

/** The record's data now, or its fields as of the day that stands in the address. */
export function RecordAsOf({ register, id, children }: { register: string; id: string; children: ReactNode }) {
  const { t } = useTranslation('registers');
  const [at, setAt] = useQueryState('at');
  return (
    <>
      <div className="as-of">
        <label htmlFor="as-of">{t('asOf')}</label>
        <DatePicker
          id="as-of" value={at ? dayjs(at) : null} disabledDate={(day) => day.isAfter(dayjs(), 'day')}
          onChange={(day) => setAt(day?.isValid() ? day.format('YYYY-MM-DD') : '')}
        />
        {at && <Button type="link" onClick={() => setAt('')}>{t('asOfNow')}</Button>}
      </div>
      {at ? <Past register={register} id={id} at={at} /> : children}
    </>
  );
}
