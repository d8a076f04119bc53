import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Change } from '../api/types';
import { type Tone, ToneTag } from '../components/ToneTag';
import type { ChangeFilters } from './changeFilters';
import { isSealed, type LedgerChange } from './changeValues';
import { ChangeValues } from './ChangeValues';
import { preciseTime } from './preciseTime';
import { ProofButton } from './ProofButton';
import { recordPath } from './recordPath';
import { RevealButton } from './RevealButton';

const TONES: Record<Change['kind'], Tone> = { row: 'warn', engine: 'info', auth: 'plain', read: 'plain', admin: 'bad' };

interface ChangeLineProps {
  change: LedgerChange;
  onFilter?: (changes: ChangeFilters) => void;
}

/** One change: when, who (for whom), what it did to which record, old and new values, in which task, and why. */
export function ChangeLine({ change, onFilter }: ChangeLineProps) {
  const { t } = useTranslation('audit');
  const [clear, setClear] = useState<LedgerChange>();
  const { actor, on_behalf_of: behalf } = change;
  return (
    <li className="audit-change">
      <div className="audit-when">
        <time className="num" dateTime={change.at}>{preciseTime(change.at)}</time>
        <ToneTag tone={TONES[change.kind]}>{change.kind_label}</ToneTag>
        <ProofButton eventId={change.id} />
      </div>
      <div className="audit-who">
        {actor
          ? <Choice onPress={onFilter && (() => onFilter({ actor: actor.username }))}>{actor.full_name}</Choice>
          : <span className="soft">{t('system')}</span>}
        {behalf && <span className="soft">{t('behalf', { name: behalf.full_name })}</span>}
        {change.ip && <small className="soft num">{change.ip}</small>}
      </div>
      <div className="audit-what">
        <p>
          <strong>{change.action_label}</strong>{' '}
          <Subject change={change} onFilter={onFilter} />
        </p>
        <ChangeValues change={clear ?? change} onField={onFilter && ((field) => onFilter({ field, table: change.table ?? '' }))} />
        {!clear && isSealed(change) && <RevealButton eventId={change.id} onShown={setClear} />}
        <Circumstances change={change} />
      </div>
    </li>
  );
}

function Subject({ change, onFilter }: { change: Change; onFilter?: (changes: ChangeFilters) => void }) {
  const { t } = useTranslation('audit');
  const { table, record, instance } = change;
  if (!table) return null;
  const path = recordPath(table, record);
  const label = table === 'process_instance' && instance?.id === record ? instance.business_key : change.record_label;
  const kind = change.table_label && change.table_label !== table ? change.table_label : t(`table.${table}`, { defaultValue: table });
  return (
    <>
      {kind}{' '}
      {record && (path ? <Link to={path}>{label || record}</Link> : <span>{label || record}</span>)}{' '}
      {record && onFilter && (
        <Button type="link" size="small" onClick={() => onFilter({ table, record })}>{t('allOfRecord')}</Button>
      )}
    </>
  );
}

function Circumstances({ change }: { change: Change }) {
  const { t } = useTranslation('audit');
  const { instance, user_task: task } = change;
  if (!instance && !change.reason) return null;
  return (
    <p className="soft audit-where">
      {instance && <Link to={`/audit/i/${instance.id}`}>{instance.business_key || instance.id}</Link>}
      {task && <span>{t('inTask', { name: task.name || task.id })}</span>}
      {change.reason && <span>{t('reason', { reason: change.reason })}</span>}
    </p>
  );
}

function Choice({ children, onPress }: { children: string; onPress?: () => void }) {
  return onPress ? <Button type="link" size="small" className="audit-choice" onClick={onPress}>{children}</Button> : <span>{children}</span>;
}
