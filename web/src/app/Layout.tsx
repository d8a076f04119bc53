import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { BottomBar } from './BottomBar';
import { EmergencyBar } from './EmergencyBar';
import { goLive } from './live';
import { ShortcutHelp } from './ShortcutHelp';
import { SideNav } from './SideNav';
import { TopBar } from './TopBar';
import { useFollowLanguage } from './useFollowLanguage';
import { useMe } from './useMe.query';
import { queryClient } from './queryClient';
import { useNarrow } from './useNarrow';
import { useTopic } from './useTopic';

/** The frame around every page of a person who is logged in. */
export function Layout() {
  const { t } = useTranslation();
  const { data: me, error, refetch } = useMe();
  const narrow = useNarrow();
  const location = useLocation();
  const username = me?.username;
  useFollowLanguage(me);
  useTopic('inbox', () => void queryClient.invalidateQueries({ queryKey: ['me'] }));
  useEffect(() => (username ? goLive() : undefined), [username]);

  if (me === null) {
    const next = location.pathname + location.search;
    return <Navigate to={next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`} replace />;
  }
  if (!me) {
    return error ? <FailedState error={error} onRetry={() => void refetch()} /> : <LoadingState />;
  }
  if (me.unfinished && location.pathname !== '/me/security') return <Navigate to="/me/security" replace />;
  return (
    <div className={narrow ? 'shell shell-narrow' : 'shell'}>
      <a className="skip-link" href="#main">{t('skip')}</a>
      <TopBar me={me} />
      <EmergencyBar me={me} />
      {!narrow && <SideNav me={me} />}
      <main id="main" className="shell-main" tabIndex={-1}>
        <Suspense fallback={<LoadingState />}><Outlet /></Suspense>
      </main>
      {narrow && <BottomBar me={me} />}
      <ShortcutHelp />
    </div>
  );
}
