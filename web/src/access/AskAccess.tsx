import { EyeOutlined } from '@ant-design/icons';
import { Alert, App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { AccessAsked } from './types';
import { useAskAccess } from './useAskAccess.mutation';

type Scope = Pick<AccessAsked, 'kind' | 'register' | 'records' | 'list_filter'>;

const DAY = 86_400_000;

function dayFrom(days: number): string {
  return new Date(Date.now() + days * DAY).toLocaleDateString('sv-SE');
}

/** Asks to see what is masked, to take a list out, or to borrow a volume: purpose, fields and the last day. */
export function AskAccess({ scope, fields, label }: { scope: Scope; fields: { name: string; label: string }[]; label?: string }) {
  const { t } = useTranslation('access');
  const { message } = App.useApp();
  const ask = useAskAccess();
  const [open, setOpen] = useState(false);
  const [purpose, say] = useState('');
  const [until, setUntil] = useState(() => dayFrom(7));
  const [names, choose] = useState<string[]>(() => (scope.kind === 'fields' ? fields.map(({ name }) => name) : []));
  const ready = purpose.trim().length > 1 && until !== '' && (scope.kind !== 'fields' || names.length > 0);
  const send = (): void => ask.mutate({ ...scope, names, purpose: purpose.trim(), valid_until: until }, {
    onSuccess: ({ business_key, instance_id }) => {
      setOpen(false);
      say('');
      void message.success(<Link to={`/i/${instance_id}`}>{t('asked', { key: business_key })}</Link>);
    },
  });
  return (
    <>
      <Button icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>{label ?? t('ask')}</Button>
      <Modal
        open={open} title={t(`title.${scope.kind}`)} okText={t('send')} cancelText={t('app:cancel')} confirmLoading={ask.isPending}
        okButtonProps={{ disabled: !ready }} onOk={send} onCancel={() => setOpen(false)}
      >
        <p className="soft">{t('explained')}</p>
        {ask.error && <Alert type="error" showIcon message={ask.error.message} />}
        {fields.length > 0 && (
          <div className="access-row">
            <span id="access-fields">{t(scope.kind === 'export' ? 'whole' : 'fields')}</span>
            <Checkbox.Group
              aria-labelledby="access-fields" value={names} onChange={choose}
              options={fields.map((field) => ({ value: field.name, label: field.label }))}
            />
          </div>
        )}
        <div className="access-row">
          <label htmlFor="access-purpose">{t('purpose')}</label>
          <Input.TextArea id="access-purpose" rows={3} maxLength={500} value={purpose} onChange={({ target }) => say(target.value)} />
        </div>
        <div className="access-row">
          <label htmlFor="access-until">{t('until')}</label>
          <Input id="access-until" type="date" min={dayFrom(0)} max={dayFrom(92)} value={until} onChange={({ target }) => setUntil(target.value)} />
        </div>
      </Modal>
    </>
  );
}
