import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useWrite } from './useWrite.mutation';

/** Changes one's password; the other log-ins end. */
export function PasswordPanel() {
  const { t } = useTranslation('rights');
  const { message } = App.useApp();
  const write = useWrite<void>();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const submit = (): void => write.mutate({ method: 'post', path: '/api/me/password/', body: { old, new: fresh } }, {
    onSuccess: () => {
      setOld('');
      setFresh('');
      void message.success(t('password.done'));
    },
  });
  return (
    <section className="panel panel-pad" aria-label={t('password.title')}>
      <h2 className="panel-title">{t('password.title')}</h2>
      <p className="soft">{t('password.rules')}</p>
      <div className="rights-form">
        <label>{t('password.old')}<Input.Password value={old} autoComplete="current-password" onChange={({ target }) => setOld(target.value)} /></label>
        <label>{t('password.new')}<Input.Password value={fresh} autoComplete="new-password" onChange={({ target }) => setFresh(target.value)} /></label>
        <Button type="primary" disabled={!old || !fresh} loading={write.isPending} onClick={submit}>{t('password.save')}</Button>
      </div>
      {write.error && <Alert type="error" showIcon title={write.error.message} style={{ marginTop: 12 }} />}
    </section>
  );
}
