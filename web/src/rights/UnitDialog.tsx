import { Alert, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UnitLine } from './shapes';
import { useWrite } from './useWrite.mutation';

export interface UnitAct { kind: 'open' | 'rename' | 'close' | 'reopen'; unit: UnitLine }

const KINDS = ['company', 'branch', 'station', 'community'] as const;

/** Asks for what an act on a unit needs, and does it; what the server refuses is said in place, and nothing is lost. */
export function UnitDialog({ act, onClose }: { act: UnitAct; onClose: () => void }) {
  const { t } = useTranslation('rights');
  const write = useWrite<UnitLine>();
  const below = KINDS.slice(KINDS.indexOf(act.unit.kind) + 1);
  const [given, setGiven] = useState({ code: '', name: act.kind === 'rename' ? act.unit.name : '', kind: below[0] ?? 'community', reason: '' });
  const named = act.kind === 'open' || act.kind === 'rename';
  const whole = given.reason.trim() && (!named || given.name.trim()) && (act.kind !== 'open' || given.code.trim());
  const own = `/api/organisation/${encodeURIComponent(act.unit.code)}/`;
  const submit = (): void => {
    const { reason } = given;
    const writing = act.kind === 'open' ? { method: 'post' as const, path: '/api/organisation/', body: { ...given, parent: act.unit.code } }
      : act.kind === 'rename' ? { method: 'put' as const, path: own, body: { name: given.name, reason } }
        : { method: 'post' as const, path: `${own}${act.kind}/`, body: { reason } };
    write.mutate(writing, { onSuccess: onClose });
  };
  return (
    <Modal
      open title={t(`units.title_${act.kind}`, { name: act.unit.name })} onCancel={onClose} onOk={submit} okText={t(`units.${act.kind}`)} cancelText={t('units.cancel')}
      okButtonProps={{ disabled: !whole, loading: write.isPending }}
    >
      <div className="rights-dialog">
        {act.kind === 'open' && <label>{t('units.code')}<Input value={given.code} maxLength={32} placeholder="001-07" onChange={({ target }) => setGiven({ ...given, code: target.value })} /></label>}
        {named && <label>{t('units.name')}<Input value={given.name} maxLength={120} onChange={({ target }) => setGiven({ ...given, name: target.value })} /></label>}
        {act.kind === 'open' && <label>{t('units.kind')}<Select aria-label={t('units.kind')} value={given.kind} onChange={(kind) => setGiven({ ...given, kind })} options={below.map((one) => ({ value: one, label: t(`units.${one}`) }))} /></label>}
        {act.kind === 'close' && <p className="soft">{t('units.closeHint')}</p>}
        <label>{t('changes.reason')}<Input.TextArea value={given.reason} maxLength={500} autoSize={{ minRows: 2 }} onChange={({ target }) => setGiven({ ...given, reason: target.value })} /></label>
        {write.error && <Alert type="error" showIcon title={write.error.message} />}
      </div>
    </Modal>
  );
}
