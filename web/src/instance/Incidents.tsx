import { useTranslation } from 'react-i18next';

import type { Incident } from '../api/types';
import { formatShort } from '../app/dates';

export function Incidents({ incidents }: { incidents: Incident[] }) {
  const { t } = useTranslation('instance');
  return (
    <section className="panel panel-pad incidents" aria-label={t('incidents')}>
      <h2 className="panel-title">{t('incidents')}</h2>
      <ul className="open-work">
        {incidents.map((incident) => (
          <li key={incident.id}>
            <span>{incident.message || incident.code}</span>
            <small className="soft">{incident.element_id} · {formatShort(incident.created_at)} · {t('attempts', { count: incident.attempts })}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
