import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { PLACES } from '../app/places';
import { openShortcutHelp } from '../app/shortcutHelp';
import { useChangeLanguage } from '../app/useChangeLanguage.mutation';
import { useLogOut } from '../app/useLogOut.mutation';
import { useMe } from '../app/useMe.query';
import { PageHead } from '../components/PageHead';
import { currentLanguage } from '../i18n';
import './me.css';

/** Who one is here, the language, and on a phone the way to every other page. */
export function Component() {
  const { t } = useTranslation('me');
  const { data: me } = useMe();
  const change = useChangeLanguage();
  const logOut = useLogOut();
  if (!me) return null;
  const places = PLACES.flat().filter((place) => place.shown(me) && !['inbox', 'start', 'search'].includes(place.key));
  return (
    <div className="page me">
      <PageHead title={me.full_name} sub={me.username} />
      <section className="panel panel-pad" aria-label={t('roles')}>
        <h2 className="panel-title">{t('roles')}</h2>
        <ul className="me-roles">
          {me.roles.map((role) => <li key={role.key + role.unit.id}>{role.name}<small className="soft">{role.unit.name}</small></li>)}
        </ul>
      </section>
      <nav className="panel me-places" aria-label={t('pages')}>
        <Link to="/me/access">{t('access:mine')}</Link>
        <Link to="/me/substitutes">{t('rights:substitutes.mine')}</Link>
        <Link to="/me/security">{t('rights:security.title')}</Link>
        {[...places, { key: 'notifications', path: '/notifications', icon: null }].map((place) => (
          <Link key={place.key} to={place.path}>{place.key === 'notifications' ? t('notifications') : t(`app:nav.${place.key}`)}</Link>
        ))}
      </nav>
      <section className="panel panel-pad" aria-label={t('language')}>
        <h2 className="panel-title">{t('language')}</h2>
        <Radio.Group
          value={currentLanguage()} onChange={({ target }) => change.mutate(target.value as 'zh-CN' | 'en')}
          options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
        />
      </section>
      <div className="me-actions">
        <Button onClick={openShortcutHelp}>{t('app:keys.title')}</Button>
        <Button danger loading={logOut.isPending} onClick={() => logOut.mutate()}>{t('app:logOut')}</Button>
      </div>
    </div>
  );
}
