import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useUnread } from '../me/useUnread.query';
import { queryClient } from './queryClient';
import { useTopic } from './useTopic';

/** The way to the notifications, with how many are unread; it follows the server's push. */
export function Bell() {
  const { t } = useTranslation('me');
  const navigate = useNavigate();
  const { data } = useUnread();
  useTopic('notifications', () => {
    void queryClient.invalidateQueries({ queryKey: ['unread'] });
    void queryClient.invalidateQueries({ queryKey: ['notifications'] });
  });
  const count = data?.count ?? 0;
  return (
    <Badge count={count} overflowCount={99} size="small" offset={[-6, 6]}>
      <Button
        type="text" className="top-bar-button top-bar-bell" icon={<BellOutlined />} onClick={() => void navigate('/notifications')}
        aria-label={count > 0 ? t('notificationsUnread', { count }) : t('notifications')}
      />
    </Badge>
  );
}
