import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import type { Me } from '../api/types';
import { BOTTOM_PLACES } from './places';

export function BottomBar({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <nav className="bottom-bar" aria-label={t('nav.label')}>
      {BOTTOM_PLACES.map((place) => (
        <NavLink key={place.key} to={place.path} className="bottom-bar-link">
          <span className="bottom-bar-icon" aria-hidden>{place.icon}</span>
          <span>{t(`nav.${place.key}`)}</span>
          {place.key === 'inbox' && me.counts.mine > 0 && (
            <span className="count-badge bottom-bar-count" aria-label={t('nav.waiting', { count: me.counts.mine })}>
              {me.counts.mine}
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  );
}
