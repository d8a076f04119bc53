import { BellOutlined, LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import type { Me } from '../api/types';
import { Bell } from './Bell';
import { LanguageSwitch } from './LanguageSwitch';
import { LiveBadge } from './LiveBadge';
import { openShortcutHelp } from './shortcutHelp';
import { useLogOut } from './useLogOut.mutation';
import { useNarrow } from './useNarrow';

function rolesOf(me: Me): string {
  return [...new Set(me.roles.map((role) => role.name))].join('、');
}

export function TopBar({ me }: { me: Me }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const logOut = useLogOut();
  const items = [
    { key: 'me', icon: <UserOutlined />, label: t('nav.mine'), onClick: () => void navigate('/me') },
    { key: 'notes', icon: <BellOutlined />, label: t('me:notifications'), onClick: () => void navigate('/notifications') },
    { key: 'keys', icon: <QuestionCircleOutlined />, label: t('keys.title'), onClick: openShortcutHelp },
    { type: 'divider' as const },
    { key: 'out', icon: <LogoutOutlined />, label: t('logOut'), onClick: () => logOut.mutate() },
  ];
  return (
    <header className="top-bar">
      <Link to="/inbox" className="top-bar-brand">
        <img src="/favicon.svg" width={24} height={24} alt="" />
        <span>{narrow ? t('productShort') : t('product')}</span>
      </Link>
      {me.demo_mode && <span className="top-bar-demo">{t('demo')}</span>}
      <span className="top-bar-space" />
      <LiveBadge />
      <Bell />
      <LanguageSwitch />
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button type="text" className="top-bar-person" aria-label={t('account', { name: me.full_name })}>
          <span className="avatar" aria-hidden>{me.full_name.slice(0, 1)}</span>
          {!narrow && (
            <span className="top-bar-who">
              <span>{me.full_name}</span>
              <small>{[me.unit?.name, rolesOf(me)].filter(Boolean).join(' · ')}</small>
            </span>
          )}
        </Button>
      </Dropdown>
    </header>
  );
}
