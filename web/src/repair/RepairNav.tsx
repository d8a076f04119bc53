import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import './repair.css';

const PLACES = ['incidents', 'instances', 'batches'] as const;

/** The operators' pages beside each other. */
export function RepairNav() {
  const { t } = useTranslation('repair');
  return (
    <nav className="repair-nav" aria-label={t('nav')}>
      {PLACES.map((place) => <NavLink key={place} to={`/admin/${place}`}>{t(`${place}.title`)}</NavLink>)}
      <NavLink to="/admin/outbox">{t('outside:outbox')}</NavLink>
      <NavLink to="/admin/credentials">{t('outside:credentials')}</NavLink>
    </nav>
  );
}
