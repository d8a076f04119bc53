import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import type { ProcessInstance } from '../api/types';
import { StateTag } from './StateTag';

function Standing({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('app');
  const open = (instance.open ?? []).map((work) => work.name).filter(Boolean);
  if (open.length === 0) return null;
  return <span className="instance-at">{t('instanceAt', { names: open.join('、') })}</span>;
}

/** Process instances in a list: what, which, where it stands, since when. */
export function InstanceRows({ instances, label }: { instances: ProcessInstance[]; label: string }) {
  return (
    <ul className="panel instance-rows" aria-label={label}>
      {instances.map((instance) => (
        <li key={instance.id}>
          <Link to={`/i/${instance.id}`}>
            <span className="instance-row-main">
              <strong>{instance.title || instance.definition.name}</strong>
              <small className="num">
                {[instance.business_key, instance.definition.name, instance.unit?.name, instance.started_by?.full_name, formatDateTime(instance.started_at)]
                  .filter(Boolean).join(' · ')}
              </small>
              <Standing instance={instance} />
            </span>
            <StateTag state={instance.state} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
