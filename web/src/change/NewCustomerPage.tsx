import { Alert, App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { useMe } from '../app/useMe.query';
import { PageHead } from '../components/PageHead';
import { type Asking, AskingFields, NOTHING_ASKED } from './AskingFields';
import { usePropose } from './usePropose.mutation';
import { useSimilarCustomers } from './useSimilarCustomers.query';
import './change.css';

const FIELDS = ['name', 'category', 'grade', 'licence_no', 'billing_title', 'contact_name', 'phone', 'address'] as const;
const CHOICES: Partial<Record<(typeof FIELDS)[number], readonly string[]>> = {
  category: ['industrial', 'commercial', 'hotel', 'government', 'school', 'military', 'residential'],
  grade: ['general', 'key', 'large', 'adjustable'],
};
const NEEDED = ['name', 'category', 'phone', 'address'] as const;

/** A new customer as a proposal: fields, papers, and a look whether the customer is on file already. */
export function Component() {
  const { t } = useTranslation('change');
  const { message } = App.useApp();
  const go = useNavigate();
  const { data: me } = useMe();
  const propose = usePropose('/api/change-requests/opening/');
  const [values, type] = useState<Record<string, string>>({ grade: 'general' });
  const [asked, look] = useState({ name: '', licence_no: '', phone: '' });
  const { data: similar = [] } = useSimilarCustomers(asked);
  const [asking, say] = useState<Asking>(NOTHING_ASKED);
  const set = (name: string, text: string): void => type({ ...values, [name]: text });
  const ready = NEEDED.every((name) => values[name]?.trim()) && asking.reason.trim() !== '' && asking.papers.length > 0;
  const send = (): void => propose.mutate({ unit: me?.unit?.id, ...values, reason: asking.reason.trim(), effective_on: asking.effective_on || null, papers: asking.papers }, {
    onSuccess: ({ business_key, instance_id }) => {
      void message.success(t('proposed', { key: business_key }));
      void go(`/i/${instance_id}`);
    },
  });
  return (
    <div className="page">
      <PageHead title={t('new.title')} sub={<Link to="/customers">{t('new.customers')}</Link>} />
      <p className="soft">{t('new.explained')}</p>
      <section className="panel panel-pad">
        {FIELDS.map((name) => (
          <div key={name} className="change-row">
            <label htmlFor={`new-${name}`}>{t(`new.${name}`)}{NEEDED.some((one) => one === name) && ' *'}</label>
            {CHOICES[name]
              ? <Select id={`new-${name}`} value={values[name]} options={CHOICES[name].map((value) => ({ value, label: t(`new.choice.${value}`) }))} onChange={(value) => set(name, value)} />
              : <Input id={`new-${name}`} value={values[name] ?? ''} maxLength={200} onChange={({ target }) => set(name, target.value)} onBlur={() => look({ name: values.name ?? '', licence_no: values.licence_no ?? '', phone: values.phone ?? '' })} />}
          </div>
        ))}
        {similar.length > 0 && (
          <Alert type="warning" showIcon message={t('new.similar')} description={similar.map((one) => <div key={one.id}><Link to={`/customers/${one.id}`}>{one.number} {one.name}</Link> {one.unit}</div>)} />
        )}
        <AskingFields asking={asking} onChange={say} />
        {propose.error && <Alert type="error" showIcon message={propose.error.message} />}
        <Button type="primary" disabled={!ready} loading={propose.isPending} onClick={send}>{t('new.send')}</Button>{' '}
        {!ready && <span className="soft">{t('new.lacking')}</span>}
      </section>
    </div>
  );
}
