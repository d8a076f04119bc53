import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';

import { useMe } from '../app/useMe.query';
import { changeLanguage, currentLanguage, type Language } from '../i18n';
import { DemoUsers } from './DemoUsers';
import { LoginForm } from './LoginForm';
import { safeNext } from './safeNext';
import { useSession } from './useSession.query';
import './login.css';

export function Component() {
  const { t } = useTranslation('login');
  const [params] = useSearchParams();
  const { data: me } = useMe();
  const { data: session, refetch } = useSession();
  const [username, setUsername] = useState('');
  const [language, setLanguage] = useState<Language | null>(null);
  if (me) return <Navigate to={safeNext(params.get('next'))} replace />;
  const other = currentLanguage() === 'en' ? 'zh-CN' : 'en';
  const choose = (): void => {
    setLanguage(other);
    void changeLanguage(other).then(() => refetch());
  };
  return (
    <div className="login">
      <header className="login-brand">
        <img src="/favicon.svg" width={40} height={40} alt="" />
        <div>
          <p className="login-product">{t('app:product')}</p>
          <p className="login-claim">{t('claim')}</p>
        </div>
      </header>
      <main className="login-main">
        <div className="login-card">
          <div className="login-card-head">
            <h1>{t('title')}</h1>
            <Button type="text" size="small" lang={other} onClick={choose}>
              {other === 'en' ? 'English' : '中文'}
            </Button>
          </div>
          <LoginForm username={username} language={language} onUsername={setUsername} />
          {session?.single_sign_on && <Button block size="large" href="/api/single-sign-on/">{t('company')}</Button>}
        </div>
        {session?.demo_mode && session.demo_users && <DemoUsers users={session.demo_users} chosen={username} onChoose={setUsername} />}
      </main>
    </div>
  );
}
