import { Alert, App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { NoteDialog } from './NoteDialog';
import type { StartedReplacement } from './shapes';
import { useOrder } from './useOrder.mutation';

const REASONS = ['fault', 'repair', 'inspection', 'alteration', 'slow', 'blocked', 'leak', 'direction', 'capacity', 'model', 'stopped', 'fast', 'theft', 'overdue', 'other'] as const;
const LIST = '/api/suspicions/';

/** What can be done with the chosen meters. */
export function SuspicionActs({ selected, onDone }: { selected: string[]; onDone: () => void }) {
  const { t } = useTranslation('exchange');
  const { message } = App.useApp();
  const [asked, setAsked] = useState<'start' | 'dismiss' | null>(null);
  const dismiss = useOrder<{ ids: string[]; note: string }, { count: number }>('/api/suspicions/dismiss/', LIST);
  const close = () => setAsked(null);
  return (
    <div className="exchange-acts">
      <span className="soft num">{t('selected', { count: selected.length })}</span>
      <Button type="primary" disabled={selected.length === 0} onClick={() => setAsked('start')}>{t('suspicions.start')}</Button>
      <Button disabled={selected.length === 0} onClick={() => setAsked('dismiss')}>{t('suspicions.dismiss')}</Button>
      {asked === 'start' && <StartDialog ids={selected} onClose={() => { close(); onDone(); }} />}
      {asked === 'dismiss' && (
        <NoteDialog
          title={t('suspicions.dismiss')} label={t('suspicions.why')} busy={dismiss.isPending} error={dismiss.error} onClose={close}
          onDone={(note) => dismiss.mutate({ ids: selected, note }, { onSuccess: ({ count }) => { void message.success(t('suspicions.dismissed', { count })); close(); onDone(); } })}
        />
      )}
    </div>
  );
}

function StartDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const { t } = useTranslation('exchange');
  const [reason, setReason] = useState('');
  const start = useOrder<{ ids: string[]; reason: string }, { results: StartedReplacement[] }>('/api/suspicions/start/', LIST);
  const results = start.data?.results;
  return (
    <Modal
      open title={t('suspicions.start')} onCancel={onClose} cancelText={t(results ? 'close' : 'app:back')} okText={t('suspicions.start')}
      okButtonProps={{ loading: start.isPending, style: results ? { display: 'none' } : undefined }} onOk={() => start.mutate({ ids, reason })}
    >
      {!results && (
        <div className="exchange-fields">
          <p>{t('suspicions.startSure', { count: ids.length })}</p>
          <label htmlFor="reason-code">{t('suspicions.reason')}</label>
          <Select id="reason-code" value={reason} onChange={setReason} options={[{ value: '', label: t('suspicions.ownReason') }, ...REASONS.map((value) => ({ value, label: t(`reasonCode.${value}`) }))]} />
        </div>
      )}
      {start.error && <Alert type="error" showIcon title={start.error.message} />}
      {results && (
        <ul>
          {results.map((one) => (
            <li key={one.id}>
              {one.instance_id && <Link to={`/i/${one.instance_id}`}>{one.business_key || t('suspicions.case')}</Link>} {one.state === 'started' ? t('suspicions.started') : one.message}
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
