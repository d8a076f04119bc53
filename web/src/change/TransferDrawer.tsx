import { Alert, Button, Drawer, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Asking, AskingFields, NOTHING_ASKED } from './AskingFields';
import type { Proposed } from './types';
import { usePropose } from './usePropose.mutation';

const HOLDER = ['name', 'licence_no', 'billing_title', 'contact_name', 'phone'] as const;

/** Hands a customer's file over to a new holder: who it is, the old balance, and the papers of both sides. */
export function TransferDrawer({ customerId, open, onClose, onProposed }: {
  customerId: string;
  open: boolean;
  onClose: () => void;
  onProposed: (proposed: Proposed) => void;
}) {
  const { t } = useTranslation('change');
  const propose = usePropose('/api/change-requests/transfer/');
  const [holder, type] = useState<Record<string, string>>({});
  const [balance, choose] = useState<'settled' | 'taken_over'>('settled');
  const [asking, say] = useState<Asking>(NOTHING_ASKED);
  const ready = Boolean(holder.name?.trim()) && asking.reason.trim() !== '' && asking.papers.length > 0;
  const send = (): void => propose.mutate(
    { customer_id: Number(customerId), balance, name: '', ...holder, reason: asking.reason.trim(), effective_on: asking.effective_on || null, papers: asking.papers },
    { onSuccess: onProposed },
  );
  return (
    <Drawer
      title={t('transfer.title')} open={open} onClose={onClose} width={560} destroyOnHidden
      footer={<><Button type="primary" disabled={!ready} loading={propose.isPending} onClick={send}>{t('transfer.send')}</Button> {!ready && <span className="soft">{t('transfer.lacking')}</span>}</>}
    >
      <p className="soft">{t('transfer.explained')}</p>
      {propose.error && <Alert type="error" showIcon message={propose.error.message} />}
      {HOLDER.map((name) => (
        <div key={name} className="change-row">
          <label htmlFor={`holder-${name}`}>{t(`new.${name}`)}{name === 'name' && ' *'}</label>
          <Input id={`holder-${name}`} maxLength={200} value={holder[name] ?? ''} onChange={({ target }) => type({ ...holder, [name]: target.value })} />
        </div>
      ))}
      <div className="change-row">
        <span id="holder-balance">{t('transfer.balance')}</span>
        <Radio.Group
          aria-labelledby="holder-balance" value={balance} onChange={({ target }) => choose(target.value as 'settled' | 'taken_over')}
          options={(['settled', 'taken_over'] as const).map((value) => ({ value, label: t(`transfer.${value}`) }))}
        />
      </div>
      <AskingFields asking={asking} onChange={say} />
    </Drawer>
  );
}
