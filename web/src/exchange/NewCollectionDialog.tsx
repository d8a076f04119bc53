import { Alert, DatePicker, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { isRefusal } from '../api/Refusal';
import { useList } from '../repair/useList.query';
import type { Collection, DueAtBank, NewCollection } from './shapes';
import { useOrder } from './useOrder.mutation';

/** Asks for bank, period and batch number, and shows what there is to collect. */
export function NewCollectionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('exchange');
  const go = useNavigate();
  const [given, setGiven] = useState<NewCollection>({ bank: '', bank_code: '', batch_no: `TS${dayjs().format('YYYYMMDD')}-01`, layout: 'fixed' });
  const change = (part: Partial<NewCollection>) => setGiven((before) => ({ ...before, ...part }));
  const banks = useList<DueAtBank>('/api/collections/banks/', { due_from: given.due_from, due_until: given.due_until });
  const make = useOrder<NewCollection, Collection>('/api/collections/', '/api/collections/');
  const wrong = isRefusal(make.error) ? make.error.errors.map(({ field, message }) => `${t(`collections.field.${field.slice(1)}`)}: ${message}`) : [];
  const found = banks.data?.results ?? [];
  return (
    <Modal
      open title={t('collections.new')} okText={t('collections.make')} cancelText={t('app:back')} onCancel={onClose}
      okButtonProps={{ disabled: !given.bank || !given.bank_code || !given.batch_no, loading: make.isPending }}
      onOk={() => make.mutate(given, { onSuccess: ({ id }) => void go(`/collections/${id}`) })}
    >
      <div className="exchange-fields">
        <label htmlFor="collection-from">{t('collections.period')}</label>
        <DatePicker.RangePicker
          id={{ start: 'collection-from', end: 'collection-until' }} allowEmpty={[true, true]}
          onChange={(_, [from, until]) => change({ due_from: from || null, due_until: until || null, bank: '' })}
        />
        <label htmlFor="collection-bank">{t('collections.bank')}</label>
        <Select
          id="collection-bank" value={given.bank || undefined} placeholder={t(found.length ? 'collections.choose' : 'collections.nothing')} loading={banks.isFetching}
          onChange={(bank) => change({ bank })}
          options={found.map(({ bank, count, total }) => ({ value: bank, label: t('collections.due', { bank, count, total }) }))}
        />
        <label htmlFor="collection-code">{t('collections.field.bank_code')}</label>
        <Input id="collection-code" value={given.bank_code} maxLength={12} placeholder="102361000013" onChange={({ target }) => change({ bank_code: target.value.trim() })} />
        <label htmlFor="collection-batch">{t('run.batch')}</label>
        <Input id="collection-batch" value={given.batch_no} maxLength={20} onChange={({ target }) => change({ batch_no: target.value.trim() })} />
        <label htmlFor="collection-layout">{t('collections.field.layout')}</label>
        <Select id="collection-layout" value={given.layout} onChange={(layout) => change({ layout })} options={(['fixed', 'csv'] as const).map((value) => ({ value, label: t(`collections.layout.${value}`) }))} />
      </div>
      {make.error && <Alert type="error" showIcon title={make.error.message} description={wrong.join(' ')} />}
    </Modal>
  );
}
