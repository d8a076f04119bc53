import type { WidgetProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { recordPath } from '../registers/cellText';
import { ChangeDifference } from './ChangeDifference';
import { useChangeRequest } from './useChangeRequest.query';

function One({ id, titled }: { id: number; titled: boolean }) {
  const { t } = useTranslation('change');
  const { data, error, refetch } = useChangeRequest(id);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <section className="change-one">
      {titled && <h4>{data.record_label}</h4>}
      <ChangeDifference request={data} />
      <p className="field-hint">
        {t('effective', { day: data.effective_on })}
        {data.kind !== 'update' && <> · {t(`request_kind.${data.kind}`)}</>}
        {data.register && data.record_id > 0 && <> · <Link to={recordPath(data.register, String(data.record_id))}>{t('open_record')}</Link></>}
      </p>
    </section>
  );
}

/** A form's field whose value is the numbers of change requests: shown as their differences, never edited here. */
export function ChangeInput({ value }: WidgetProps) {
  const ids = Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : [];
  return <>{ids.map((id) => <One key={id} id={id} titled={ids.length > 1} />)}</>;
}
