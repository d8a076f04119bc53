import { Alert, App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { GroupRef, UnitRef } from '../api/types';
import type { Listed, RightsChange } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

/** Asks for a role in an emergency, for minutes only; another person must agree, and everything done under it is marked. */
export function AskEmergency({ username }: { username: string }) {
  const { t } = useTranslation('rights');
  const { message } = App.useApp();
  const write = useWrite<RightsChange>();
  const groups = useRead<Listed<GroupRef>>('/api/groups/');
  const units = useRead<Listed<UnitRef>>('/api/units/');
  const [given, setGiven] = useState({ role: '', unit: '', minutes: 60, reason: '' });
  const submit = (): void => write.mutate(
    { method: 'post', path: '/api/rights-changes/', body: { ...given, kind: 'emergency', username } },
    { onSuccess: () => { setGiven({ ...given, reason: '' }); void message.success(t('changes.proposed')); } },
  );
  return (
    <section className="panel panel-pad rights-section" aria-label={t('emergency.title')}>
      <h2 className="panel-title">{t('emergency.title')}</h2>
      <p className="soft">{t('emergency.sub')}</p>
      <div className="rights-form">
        <label>{t('changes.role')}<Select aria-label={t('changes.role')} showSearch optionFilterProp="label" value={given.role || undefined} onChange={(role) => setGiven({ ...given, role })} options={groups.data?.results.map((g) => ({ value: g.key, label: g.name }))} /></label>
        <label>{t('changes.unit')}<Select aria-label={t('changes.unit')} showSearch optionFilterProp="label" value={given.unit || undefined} onChange={(unit) => setGiven({ ...given, unit })} options={units.data?.results.map((u) => ({ value: u.code, label: `${u.name} ${u.code}` }))} /></label>
        <label>{t('emergency.minutes')}<InputNumber aria-label={t('emergency.minutes')} min={1} max={480} precision={0} value={given.minutes} onChange={(minutes) => setGiven({ ...given, minutes: minutes ?? 60 })} /></label>
        <label>{t('changes.reason')}<Input value={given.reason} maxLength={500} onChange={({ target }) => setGiven({ ...given, reason: target.value })} /></label>
        <Button danger disabled={!given.role || !given.unit || !given.reason.trim()} loading={write.isPending} onClick={submit}>{t('emergency.ask')}</Button>
      </div>
      {write.error && <Alert type="error" showIcon title={write.error.message} style={{ marginTop: 12 }} />}
    </section>
  );
}
