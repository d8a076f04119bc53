import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import type { Me } from '../api/types';
import { useMe } from '../app/useMe.query';
import './exchange.css';

const PLACES: { key: string; path: string; shown: (may: Me['may']) => boolean }[] = [
  { key: 'imports', path: '/imports', shown: () => true },
  { key: 'suspicions', path: '/suspicions', shown: (may) => may.import_readings || may.audit },
  { key: 'payments', path: '/payment-problems', shown: (may) => may.import_settlement || may.audit },
  { key: 'collections', path: '/collections', shown: (may) => may.import_settlement || may.audit },
];

/** The pages of what comes from other systems and goes to them, beside each other. */
export function ExchangeNav() {
  const { t } = useTranslation('exchange');
  const { data: me } = useMe();
  if (!me) return null;
  return (
    <nav className="exchange-nav" aria-label={t('nav')}>
      {PLACES.filter(({ shown }) => shown(me.may)).map(({ key, path }) => <NavLink key={key} to={path}>{t(`${key}.title`)}</NavLink>)}
    </nav>
  );
}
