import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { Papers } from './Papers';

export interface Asking { reason: string; effective_on: string; papers: string[] }

export const NOTHING_ASKED: Asking = { reason: '', effective_on: '', papers: [] };

/** What every proposal says beside its fields: reason, day and papers. */
export function AskingFields({ asking, onChange }: { asking: Asking; onChange: (asking: Asking) => void }) {
  const { t } = useTranslation('change');
  return (
    <>
      <div className="change-row">
        <label htmlFor="asking-reason">{t('reason')}</label>
        <Input.TextArea id="asking-reason" rows={3} maxLength={500} value={asking.reason} onChange={({ target }) => onChange({ ...asking, reason: target.value })} />
      </div>
      <div className="change-row">
        <label htmlFor="asking-day">{t('day')}</label>
        <Input id="asking-day" type="date" value={asking.effective_on} onChange={({ target }) => onChange({ ...asking, effective_on: target.value })} />
      </div>
      <Papers ids={asking.papers} onChange={(papers) => onChange({ ...asking, papers })} />
    </>
  );
}
