import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { formatDate } from '../app/dates';

const ASKED: Partial<Record<string, Record<string, string>>> = { customers: { state: 'CLOSED' }, volumes: {} };

interface Props { register: string; onChange: (changes: Record<string, string>) => void }

/** Narrows the list to what has been kept as long as it must be: what is due for supervised destruction. */
export function KeptLongEnough({ register, onChange }: Props) {
  const { t } = useTranslation('registers');
  const asked = ASKED[register];
  if (!asked) return null;
  const today = formatDate(new Date().toISOString());
  return <Button onClick={() => onChange({ ...asked, keep_until_until: today, sort: 'keep_until' })}>{t('keptLongEnough')}</Button>;
}
