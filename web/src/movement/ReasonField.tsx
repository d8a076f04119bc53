import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** Why: nothing goes back without a reason. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('movement');
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>{t('reason')}</label>
      <Input.TextArea id={id} rows={3} maxLength={2000} value={value} placeholder={t('reasonHint')} onChange={({ target }) => onChange(target.value)} />
    </div>
  );
}
