import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { StateTag } from '../components/StateTag';

export function CalledInstances({ called }: { called: ProcessInstance['called'] }) {
  const { t } = useTranslation('instance');
  return (
    <section className="panel panel-pad" aria-label={t('called')}>
      <h2 className="panel-title">{t('called')}</h2>
      <ul className="open-work">
        {called.map((instance) => (
          <li key={instance.id}>
            <Link to={`/i/${instance.id}`}>{instance.definition.name} {instance.business_key}</Link>
            <StateTag state={instance.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
