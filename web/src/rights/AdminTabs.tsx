import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

const PAGES = ['users', 'units', 'rights-changes', 'substitutes', 'rights', 'log-ins', 'calendar'] as const;

/** The way between the administrator's pages about people. */
export function AdminTabs() {
  const { t } = useTranslation('rights');
  return (
    <nav className="rights-tabs" aria-label={t('tabs.label')}>
      {PAGES.map((page) => <NavLink key={page} to={`/admin/${page}`}>{t(`tabs.${page}`)}</NavLink>)}
    </nav>
  );
}
