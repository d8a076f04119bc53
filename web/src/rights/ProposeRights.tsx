import { Alert, App, Button, DatePicker, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { GroupRef, UnitRef } from '../api/types';
import type { AccountDetail, Listed, RightsChange } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

/** Proposes a change of somebody's rights, which another administrator decides. */
export function ProposeRights({ account }: { account: AccountDetail }) {
  const { t } = useTranslation('rights');
  const { message } = App.useApp();
  const write = useWrite<RightsChange>();
  const groups = useRead<Listed<GroupRef>>('/api/groups/');
  const units = useRead<Listed<UnitRef>>('/api/units/');
  const [kind, setKind] = useState('give');
  const [body, setBody] = useState({ role: '', unit: '', position: '', reason: '' });
  const [days, setDays] = useState<[string, string]>(['', '']);
  const [minutes, setMinutes] = useState(60);
  const placed = kind === 'give' || kind === 'emergency';
  const kinds = ['give', 'end', account.is_active ? 'disable' : 'enable', 'emergency'];
  const held = account.positions.filter((position) => position.state !== 'over');
  const submit = (): void => write.mutate({
    method: 'post', path: '/api/rights-changes/',
    body: { ...body, kind, username: account.username, ...(kind === 'emergency' ? { minutes } : {}), ...(kind === 'give' ? { valid_from: days[0] || null, valid_until: days[1] || null } : {}) },
  }, { onSuccess: () => void message.success(t('changes.proposed')) });
  return (
    <section className="panel panel-pad rights-section" aria-label={t('changes.propose')}>
      <h2 className="panel-title">{t('changes.propose')}</h2>
      <div className="rights-form">
        <label>{t('changes.kind')}<Select aria-label={t('changes.kind')} value={kind} onChange={setKind} options={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} /></label>
        {placed && <label>{t('changes.role')}<Select aria-label={t('changes.role')} showSearch optionFilterProp="label" value={body.role || undefined} onChange={(role) => setBody({ ...body, role })} options={groups.data?.results.map((g) => ({ value: g.key, label: g.name }))} /></label>}
        {placed && <label>{t('changes.unit')}<Select aria-label={t('changes.unit')} showSearch optionFilterProp="label" value={body.unit || undefined} onChange={(unit) => setBody({ ...body, unit })} options={units.data?.results.map((u) => ({ value: u.code, label: `${u.name} ${u.code}` }))} /></label>}
        {kind === 'end' && <label>{t('changes.position')}<Select aria-label={t('changes.position')} value={body.position || undefined} onChange={(position) => setBody({ ...body, position })} options={held.map((p) => ({ value: p.id, label: `${p.role.name} @ ${p.unit.name}` }))} /></label>}
        {kind === 'give' && <label>{t('changes.days')}<DatePicker.RangePicker aria-label={t('changes.days')} allowEmpty={[true, true]} placeholder={[t('changes.today'), t('changes.noEnd')]} onChange={(_, texts) => setDays([texts?.[0] ?? '', texts?.[1] ?? ''])} /></label>}
        {kind === 'emergency' && <label>{t('emergency.minutes')}<InputNumber aria-label={t('emergency.minutes')} min={1} max={480} precision={0} value={minutes} onChange={(value) => setMinutes(value ?? 60)} /></label>}
        <label>{t('changes.reason')}<Input value={body.reason} maxLength={500} onChange={({ target }) => setBody({ ...body, reason: target.value })} /></label>
        <Button type="primary" disabled={!body.reason.trim()} loading={write.isPending} onClick={submit}>{t('changes.send')}</Button>
      </div>
      {write.error && <Alert type="error" showIcon title={write.error.message} style={{ marginTop: 12 }} />}
    </section>
  );
}
