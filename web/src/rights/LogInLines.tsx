import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import { ToneTag } from '../components/ToneTag';
import type { LogInEvent } from './shapes';

const BAD = ['log_in_refused', 'locked_out'];

/** Log-ins, log-outs and refusals, each with person, moment and address. */
export function LogInLines({ events }: { events: LogInEvent[] }) {
  const { t } = useTranslation('rights');
  return (
    <ul className="rights-list">
      {events.map((event) => (
        <li key={event.id}>
          <span>
            <ToneTag tone={BAD.includes(event.action) ? 'bad' : 'plain'}>{t(`act.${event.action}`, { defaultValue: event.action })}</ToneTag>{' '}
            {event.person && `${event.person.full_name}（${event.person.username}）`} {event.why && t(`why.${event.why}`, { defaultValue: event.why })}
          </span>
          <small className="soft num">{formatDateTime(event.at)} · {event.ip || '—'}</small>
        </li>
      ))}
    </ul>
  );
}
