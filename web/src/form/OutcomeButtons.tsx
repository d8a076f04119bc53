import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Form, Outcome } from '../api/types';

const ORDER: Outcome['style'][] = ['danger', 'default', 'primary'];

function inOrder(outcomes: Outcome[]): Outcome[] {
  return [...outcomes].sort((a, b) => ORDER.indexOf(a.style) - ORDER.indexOf(b.style));
}

/** One button for each way the task can end, the usual one last and strongest; else one to submit. */
export function OutcomeButtons({ form, busy, onSubmit }: { form: Form; busy: boolean; onSubmit: (outcome: string | null) => void }) {
  const { t } = useTranslation('form');
  const [pressed, setPressed] = useState<string | null>(null);
  if (!form.outcomes || form.outcomes.length === 0) {
    return <Button type="primary" loading={busy} onClick={() => onSubmit(null)}>{form.submit_label || t('submit')}</Button>;
  }
  return inOrder(form.outcomes).map(({ value, label, style }) => (
    <Button
      key={value} type={style === 'primary' ? 'primary' : 'default'} danger={style === 'danger'}
      loading={busy && pressed === value} disabled={busy && pressed !== value}
      onClick={() => { setPressed(value); onSubmit(value); }}
    >
      {label}
    </Button>
  ));
}
