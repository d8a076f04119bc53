import { Alert, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LoadingState } from '../components/LoadingState';
import { FieldRow } from './FieldRow';
import { overlayOf, type Typed } from './overlay';
import { Papers } from './Papers';
import type { Proposed, RecordRef } from './types';
import { useChangeImpact } from './useChangeImpact.query';
import { useProposableFields } from './useProposableFields.query';
import { useProposeChange } from './useProposeChange.mutation';

/** Overwrites fields of a record as a proposal: reason, papers and the day from which it shall hold. */
export function ProposeDrawer({ record, open, onClose, onProposed }: {
  record: RecordRef;
  open: boolean;
  onClose: () => void;
  onProposed: (proposed: Proposed) => void;
}) {
  const { t } = useTranslation('change');
  const { data: fields, error: unseen } = useProposableFields(record, open);
  const { data: hanging } = useChangeImpact(record, open);
  const propose = useProposeChange();
  const [typed, type] = useState<Typed>({});
  const [reason, say] = useState('');
  const [day, setDay] = useState('');
  const [papers, attach] = useState<string[]>([]);
  const changes = overlayOf(fields ?? [], typed);
  const ready = Object.keys(changes).length > 0 && reason.trim() !== '';
  const send = (): void => {
    const overlay = { table: record.table, record_id: Number(record.recordId), changes };
    propose.mutate(
      { overlays: [overlay], kind: 'correction', reason: reason.trim(), effective_on: day || null, papers },
      { onSuccess: (proposed) => { type({}); say(''); setDay(''); attach([]); onProposed(proposed); } },
    );
  };
  const failed = propose.error ?? unseen;
  return (
    <Drawer
      title={t('propose')} open={open} onClose={onClose} width={560} destroyOnHidden
      footer={<Button type="primary" disabled={!ready} loading={propose.isPending} onClick={send}>{t('send', { count: Object.keys(changes).length })}</Button>}
    >
      <p className="soft">{t('explained')}</p>
      {hanging && <Alert className="change-impact" type="info" message={hanging.impact} />}
      {failed && <Alert type="error" showIcon message={failed.message} />}
      <h3>{t('fields')}</h3>
      {!fields && !unseen && <LoadingState />}
      {fields?.map((field) => (
        <FieldRow key={field.name} field={field} typed={typed[field.name]} onType={(text) => type({ ...typed, [field.name]: text })} />
      ))}
      <div className="change-row">
        <label htmlFor="change-reason">{t('reason')}</label>
        <Input.TextArea id="change-reason" rows={3} maxLength={500} value={reason} onChange={({ target }) => say(target.value)} />
      </div>
      <div className="change-row">
        <label htmlFor="change-day">{t('day')}</label>
        <Input id="change-day" type="date" value={day} onChange={({ target }) => setDay(target.value)} />
      </div>
      <Papers ids={papers} onChange={attach} />
    </Drawer>
  );
}
