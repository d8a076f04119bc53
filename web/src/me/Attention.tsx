import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Me } from '../api/types';

/** What asks for attention now, each line leading to where it is dealt with; nothing when nothing does. */
export function Attention({ me }: { me: Me }) {
  const { t } = useTranslation('me');
  const lines = [
    { count: me.counts.overdue, path: '/inbox?due=overdue', key: 'overdue' as const },
    { count: me.counts.mine, path: '/inbox', key: 'mine' as const },
    { count: me.counts.group, path: '/inbox?view=group', key: 'group' as const },
  ].filter(({ count }) => count > 0);
  if (lines.length === 0) return null;
  return (
    <ul className="panel attention" aria-label={t('attention')}>
      {lines.map(({ key, count, path }) => <li key={key}><Link to={path}>{t(`notice.${key}`, { count })}</Link></li>)}
    </ul>
  );
}
