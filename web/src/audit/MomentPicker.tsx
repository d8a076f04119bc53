import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

interface MomentPickerProps {
  /** A moment on the company's clock, null for now. */
  at: string | null;
  onChange: (at: string | null) => void;
}

/** Chooses the moment as of which a record is shown. */
export function MomentPicker({ at, onChange }: MomentPickerProps) {
  const { t } = useTranslation('audit');
  return (
    <DatePicker
      showTime
      aria-label={t('past.at')}
      placeholder={t('past.now')}
      style={{ width: 220 }}
      value={at ? dayjs(at.slice(0, 19)) : null}
      onChange={(moment) => onChange(moment ? `${moment.format('YYYY-MM-DDTHH:mm:ss')}+08:00` : null)}
    />
  );
}
