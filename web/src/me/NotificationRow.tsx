import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import type { Notification } from './useNotifications.query';

/** One notification; opening it marks it as read. */
export function NotificationRow({ note, onOpen }: { note: Notification; onOpen: (id: string) => void }) {
  const { t } = useTranslation('me');
  return (
    <li className={note.read_at ? undefined : 'unread'}>
      <Link className="notification" to={note.link || '/notifications'} onClick={() => { if (!note.read_at) onOpen(note.id); }}>
        <span className="notification-title">
          {!note.read_at && <span className="notification-new">{t('new')}</span>}
          <strong>{note.title}</strong>
          <time className="soft num" dateTime={note.created_at}>{formatDateTime(note.created_at)}</time>
        </span>
        {note.text !== note.title && <span className="notification-text">{note.text}</span>}
      </Link>
    </li>
  );
}
