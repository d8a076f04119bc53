import { FlagOutlined, StopOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';
import { PageHead } from '../components/PageHead';
import { StateTag } from '../components/StateTag';
import { PriorityDialog } from '../movement/PriorityDialog';
import { usePriorityName } from '../movement/priorities';
import { StandingButtons } from '../repair/StandingButtons';
import { CancelDialog } from './CancelDialog';
import { ClockLine } from './ClockLine';
import { Standing } from './Standing';

function Facts({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('instance');
  const nameOf = usePriorityName();
  const started = [formatDateTime(instance.started_at), instance.started_by?.full_name].filter(Boolean).join(' · ');
  return (
    <dl className="facts">
      <div><dt>{t('definition')}</dt><dd>{t('version', { name: instance.definition.name, version: instance.definition.version })}</dd></div>
      <div><dt>{t('started')}</dt><dd className="num">{started}</dd></div>
      {instance.ended_at && <div><dt>{t('ended')}</dt><dd className="num">{formatDateTime(instance.ended_at)}</dd></div>}
      {instance.priority !== null && <div><dt>{t('priority')}</dt><dd>{nameOf(instance.priority)}</dd></div>}
      {instance.unit && <div><dt>{t('unit')}</dt><dd>{instance.unit.name}</dd></div>}
      {instance.customer && (
        <div><dt>{t('customer')}</dt><dd><Link to={`/customers/${instance.customer.id}`}>{instance.customer.name}</Link></dd></div>
      )}
      {instance.parent && (
        <div>
          <dt>{t('parent')}</dt>
          <dd><Link to={`/i/${instance.parent.id}`}>{instance.parent.definition.name} {instance.parent.business_key}</Link></dd>
        </div>
      )}
    </dl>
  );
}

export function InstanceHead({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('instance');
  const [canceling, setCanceling] = useState(false);
  const [ranking, setRanking] = useState(false);
  return (
    <header>
      <PageHead
        title={<span className="instance-title">{instance.title || instance.definition.name} <StateTag state={instance.state} /></span>}
        sub={<span className="num">{instance.business_key}</span>}
        actions={(
          <>
            <StandingButtons path={`/api/process-instances/${instance.id}/`} name={instance.business_key} may={instance.may} />
            {instance.may.prioritize && <Button icon={<FlagOutlined />} onClick={() => setRanking(true)}>{t('priority')}</Button>}
            {instance.may.cancel && <Button danger icon={<StopOutlined />} onClick={() => setCanceling(true)}>{t('cancel')}</Button>}
          </>
        )}
      />
      <Standing instance={instance} />
      <Facts instance={instance} />
      {instance.clocks.length > 0 && (
        <div className="clock-lines">{instance.clocks.map((clock) => <ClockLine key={clock.key} clock={clock} />)}</div>
      )}
      {ranking && (
        <PriorityDialog
          path={`/api/process-instances/${instance.id}/priority/`} title={t('movement:priority.instanceTitle', { key: instance.business_key })}
          hint={t('movement:priority.instanceHint')} now={instance.priority} onClose={() => setRanking(false)}
        />
      )}
      <CancelDialog instance={instance} open={canceling} onClose={() => setCanceling(false)} />
    </header>
  );
}
