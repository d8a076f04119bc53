import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { MomentPicker } from './MomentPicker';
import { PastFields } from './PastFields';
import { preciseTime } from './preciseTime';
import { useInstanceState } from './useInstanceState.query';

/** An instance's data as of a moment, from its acts alone. */
export function InstancePast({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('audit');
  const [query, setQuery] = useSearchParams();
  const at = query.get('at');
  const { data, error, refetch } = useInstanceState(instanceId, at);
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <>
      <div className="toolbar">
        <span>{t('past.as')}</span>
        <MomentPicker at={at} onChange={(next) => setQuery(next ? { tab: 'past', at: next } : { tab: 'past' }, { replace: true })} />
      </div>
      {data.last_at && <p className="soft">{t('past.last', { at: preciseTime(data.last_at), action: data.last_action, by: data.last_actor || t('system') })}</p>}
      {data.existed ? <PastFields fields={data.variables} /> : <p className="panel audit-nothing">{t('past.none')}</p>}
    </>
  );
}
