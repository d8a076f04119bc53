import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TraceEntry } from '../api/types';
import { formatDateTime } from '../app/dates';
import { OldNew } from '../components/OldNew';

function Who({ entry }: { entry: TraceEntry }) {
  const { t } = useTranslation('instance');
  if (!entry.actor) return <>{t('system')}</>;
  if (!entry.on_behalf_of) return <>{entry.actor.full_name}</>;
  return <>{t('actingFor', { name: entry.actor.full_name, other: entry.on_behalf_of.full_name })}</>;
}

export function TimelineEntry({ entry }: { entry: TraceEntry }) {
  const { t } = useTranslation('instance');
  const name = entry.element_name || entry.element_id || t('process');
  return (
    <li className={entry.actor ? 'moment moment-person' : 'moment'}>
      <div className="moment-head">
        {entry.user_task_id ? <Link to={`/inbox/${entry.user_task_id}?view=done`}>{name}</Link> : <span>{name}</span>}
        <span className="moment-action">{t(`action.${entry.action}`, { defaultValue: entry.action })}</span>
      </div>
      <div className="moment-who"><Who entry={entry} /> · <time className="num" dateTime={entry.at}>{formatDateTime(entry.at)}</time></div>
      {entry.text && <p className="moment-text">{entry.text}</p>}
      {entry.changes.length > 0 && (
        <dl className="changes">
          {entry.changes.map((change) => (
            <div key={change.name + (change.scope_id ?? '')}>
              <dt>{change.label || change.name}</dt>
              <dd><OldNew old={change.old} now={change.new} /></dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
