import { BellOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMe } from '../app/useMe.query';
import { EmptyState } from '../components/EmptyState';
import { PageHead } from '../components/PageHead';

/** What asks for attention now, each line leading to where it is dealt with. */
export function Component() {
  const { t } = useTranslation('me');
  const { data: me } = useMe();
  if (!me) return null;
  const lines = [
    { count: me.counts.overdue, path: '/inbox?due=overdue', key: 'overdue' as const },
    { count: me.counts.mine, path: '/inbox', key: 'mine' as const },
    { count: me.counts.group, path: '/inbox?view=group', key: 'group' as const },
  ].filter(({ count }) => count > 0);
  return (
    <div className="page">
      <PageHead title={t('notifications')} />
      {lines.length === 0 && <EmptyState icon={<BellOutlined />} title={t('nothingWaits')} />}
      {lines.length > 0 && (
        <ul className="panel instance-rows">
          {lines.map(({ key, count, path }) => <li key={key}><Link to={path}>{t(`notice.${key}`, { count })}</Link></li>)}
        </ul>
      )}
    </div>
  );
}
