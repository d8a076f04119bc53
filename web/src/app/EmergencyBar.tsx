import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Me } from '../api/types';
import { formatDateTime } from './dates';

/** The alarm while an emergency is open: who has which role until when. */
export function EmergencyBar({ me }: { me: Me }) {
  const { t } = useTranslation('rights');
  if (!me.emergencies?.length) return null;
  return (
    <div className="rights-alarm" role="alert">
      {me.emergencies.map((one) => <span key={one.id}>{t('alarm', { name: one.user.full_name, role: one.role, at: formatDateTime(one.ends_at) })} </span>)}
      <Link to="/admin/rights-changes?state=APPROVED">{t('alarmLink')}</Link>
    </div>
  );
}
