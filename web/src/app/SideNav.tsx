import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

import type { Me } from '../api/types';
import { placeOf, PLACES } from './places';

export function SideNav({ me }: { me: Me }) {
  const { t } = useTranslation();
  const groups = PLACES.map((group) => group.filter((place) => place.shown(me))).filter((group) => group.length > 0);
  const here = placeOf(useLocation().pathname);
  const waiting = me.counts.mine;
  return (
    <nav className="side-nav" aria-label={t('nav.label')}>
      {groups.map((group) => (
        <ul key={group[0].key} className="side-nav-group">
          {group.map((place) => (
            <li key={place.key}>
              <Link to={place.path} className={`side-nav-link${place.key === here ? ' active' : ''}`} aria-current={place.key === here ? 'page' : undefined}>
                <span aria-hidden>{place.icon}</span>
                <span className="side-nav-text">{t(`nav.${place.key}`)}</span>
                {place.key === 'inbox' && waiting > 0 && (
                  <span className="count-badge" aria-label={t('nav.waiting', { count: waiting })}>{waiting}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
