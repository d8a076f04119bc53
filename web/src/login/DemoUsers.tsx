import { useTranslation } from 'react-i18next';

import type { DemoUser } from '../api/types';

/** The demo's people; choosing one fills in the user name. */
export function DemoUsers({ users, chosen, onChoose }: { users: DemoUser[]; chosen: string; onChoose: (username: string) => void }) {
  const { t } = useTranslation('login');
  return (
    <section className="login-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demoTitle')}</h2>
      <p className="soft">{t('demoHint')}</p>
      <ul>
        {users.map((user) => (
          <li key={user.username}>
            <button type="button" aria-pressed={user.username === chosen} title={user.username} onClick={() => onChoose(user.username)}>
              <span>{user.role_name}</span>
              <small>{user.full_name}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
