import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Variable } from '../api/types';
import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { OldNew } from '../components/OldNew';
import { useVariableHistory } from './useVariableHistory.query';

function Entries({ instanceId, name }: { instanceId: string; name: string }) {
  const { data, error, refetch } = useVariableHistory(instanceId, name);
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState rows={3} />;
  return (
    <ol className="timeline">
      {data.map((entry) => (
        <li key={entry.at + JSON.stringify(entry.new)} className={entry.by ? 'moment moment-person' : 'moment'}>
          <OldNew old={entry.old} now={entry.new} oldText={entry.old_text} nowText={entry.new_text} />
          <div className="moment-who">{[entry.by?.full_name, entry.element_name].filter(Boolean).join(' · ')} <span className="num">{formatDateTime(entry.at)}</span></div>
        </li>
      ))}
    </ol>
  );
}

export function VariableHistory({ instanceId, variable, onClose }: { instanceId: string; variable: Variable | null; onClose: () => void }) {
  const { t } = useTranslation('instance');
  return (
    <Drawer open={variable !== null} title={t('data.historyOf', { name: variable?.label || variable?.name || '' })} onClose={onClose} size={440}>
      {variable && <Entries instanceId={instanceId} name={variable.name} />}
    </Drawer>
  );
}
