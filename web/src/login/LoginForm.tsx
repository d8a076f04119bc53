import { Alert, Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import type { Language } from '../i18n';
import { useLogIn } from './useLogIn.mutation';

interface Props { username: string; language: Language | null; onUsername: (username: string) => void }

export function LoginForm({ username, language, onUsername }: Props) {
  const { t } = useTranslation('login');
  const logIn = useLogIn();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const secret = useRef<InputRef>(null);
  useEffect(() => {
    if (username && document.activeElement?.tagName === 'BUTTON') secret.current?.focus();
  }, [username]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    logIn.mutate({ username: username.trim(), password, code: code.trim(), language }, {
      onError: (error) => { if (isRefusal(error, 'code_needed', 'wrong_code')) setAsked(true); },
    });
  };
  return (
    <form onSubmit={submit} className="login-form">
      <label htmlFor="username">{t('username')}</label>
      <Input
        id="username" name="username" size="large" autoComplete="username" autoFocus required value={username}
        onChange={({ target }) => onUsername(target.value)}
      />
      <label htmlFor="password">{t('password')}</label>
      <Input.Password
        id="password" name="password" size="large" autoComplete="current-password" required ref={secret} value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {asked && (
        <>
          <label htmlFor="code">{t('code')}</label>
          <Input id="code" name="code" size="large" autoComplete="one-time-code" autoFocus maxLength={12} value={code} onChange={({ target }) => setCode(target.value)} />
        </>
      )}
      {logIn.error && <Alert type="error" showIcon role="alert" title={logIn.error.message} />}
      <Button type="primary" size="large" block htmlType="submit" loading={logIn.isPending} disabled={!username || !password}>
        {t('submit')}
      </Button>
    </form>
  );
}
